"""Parts that every page uses, painted after the design's tokens. Main thread."""
