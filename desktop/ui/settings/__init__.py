"""The page Settings: what a person may set, section by section."""
