"""In-memory stand-ins that pass the same conformance tests as the real adapters."""
