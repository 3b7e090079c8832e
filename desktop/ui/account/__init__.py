"""Before the library: Welcome, and the start of the cloud on this computer. Main thread."""
