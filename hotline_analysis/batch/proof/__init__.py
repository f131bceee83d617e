"""What a report was made from, that it is made the same again, and what differs between two of them."""
