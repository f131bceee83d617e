"""A first mapping, guessed from an export's headers and cells."""
