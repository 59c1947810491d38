"""The pages the public sees, rendered from one generation of the archive; they work without JavaScript."""
