"""People whose faces the newsroom may look for, because they agreed."""
