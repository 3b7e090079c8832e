"""The ``aws`` adapters: Rekognition, Transcribe, Comprehend and Translate behind the same shapes as ``ondevice``.

Each module holds the requests of one service and reads its answers; none of them makes a call. ``port`` is how calls
are made, ``errors`` what can become of one, ``limits`` what the services take.
"""
