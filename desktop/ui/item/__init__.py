"""One item, beside the grid: picture or player, transcript, tags, caption, facts. Main thread."""
