"""The page of a release, and all that is decided there."""
