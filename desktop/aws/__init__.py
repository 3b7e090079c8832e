"""The only boto3 of the desktop."""
