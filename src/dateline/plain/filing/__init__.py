"""Where and when a text was filed, as people write it."""
