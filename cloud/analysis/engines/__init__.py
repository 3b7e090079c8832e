"""What finds things in media: a port, and its adapters ``ondevice`` and ``aws``."""
