"""Work that AWS does by itself and tells of later: transcriptions, and analyses of whole videos."""
