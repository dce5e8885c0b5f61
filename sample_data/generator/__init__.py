"""The seeded generator of the sample authority."""
