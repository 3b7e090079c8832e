"""The Flask status API."""
