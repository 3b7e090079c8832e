"""What a person does with one item, without a window: merging, captions, lanes, corrections, exports. No Qt."""
