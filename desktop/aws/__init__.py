"""The only boto3 of the desktop.

boto3, urllib3 and keyring are loaded where they are first used, in the thread that waits for the network anyway: their
loading takes as long as a window takes to be built, and what is on this computer is shown without them.
"""
