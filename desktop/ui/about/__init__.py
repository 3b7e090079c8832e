"""About: what this is and what it is made of."""
