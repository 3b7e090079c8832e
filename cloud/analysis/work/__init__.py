"""What is to be done for an item, by whom, and how the outcome gets into its record."""
