"""The embedded cloud: MiniStack in a child process of ours, behind our guard."""
