"""From exports to stored tickets: read, convert, mask, check, and put in place whole."""
