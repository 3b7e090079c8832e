"""SnapStream on the desk: watch, transfer, sync, library and window."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("snapstream")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0.0.0"
