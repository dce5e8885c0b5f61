"""A second, slow and obvious implementation of the condition language and of the calculation."""
