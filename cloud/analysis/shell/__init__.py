"""What stands around every function: its batch of messages, what becomes of failures, its logs, its clients."""
