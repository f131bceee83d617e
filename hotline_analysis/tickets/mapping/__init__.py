"""What an office's headers and words mean: the mapping file, and how a table's header is read with it."""
