"""The website: server-rendered pages from one generation of the archive, which work without JavaScript."""
