"""What the desktop and the cloud agree on. Standard library only; the one part of ``cloud`` the desktop may import."""
