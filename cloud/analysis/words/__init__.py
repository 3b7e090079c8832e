"""Transcripts: how they are kept, subtitled, read by Amazon Comprehend and translated."""
