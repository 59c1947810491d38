"""The page of a release in its parts: head, body, notices and history. Derived from one text of the archive."""
