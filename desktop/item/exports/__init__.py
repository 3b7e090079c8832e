"""What was said, as files for others: SRT, VTT, TXT, DOCX and JSON, with names of speakers and corrections. Any thread.

Each writer is a pure function of ``Spoken``; ``file.write`` puts its bytes where a person says, whole or not at all.
"""
