"""Help: which keys there are."""
