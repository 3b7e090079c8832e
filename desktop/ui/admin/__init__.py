"""The page Admin."""
