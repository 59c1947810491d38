"""Documents: where they come from and what they say; nothing is written."""
