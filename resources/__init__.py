"""What SnapStream ships beside its code: icons, translations, sample media."""
