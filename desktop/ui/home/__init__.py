"""Home: how things stand."""
