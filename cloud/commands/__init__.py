"""What ``snapstream-cloud`` can do: one module a command or family, each imported by its own call."""
