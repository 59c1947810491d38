"""One module for each kind of page: what it shows, derived from one generation of the archive."""
