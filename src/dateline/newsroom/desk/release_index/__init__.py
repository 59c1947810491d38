"""The list of releases at any size: a table and an index of its own, and the words in it."""
