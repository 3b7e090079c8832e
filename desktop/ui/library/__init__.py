"""The library's page: search, facets, grid. Main thread, but for decoding pictures."""
