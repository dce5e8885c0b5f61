"""chatcalc: the indicator table of children's services, from the extracts a local authority holds."""

__version__ = "0.1.0"
