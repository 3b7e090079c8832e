"""From the newsroom's table to the local library: changes, apply, thumbnails."""
