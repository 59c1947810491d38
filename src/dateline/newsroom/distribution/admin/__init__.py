"""Admin screens of this package, for administrators."""
