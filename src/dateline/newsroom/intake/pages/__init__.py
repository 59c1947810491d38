"""Saved HTML pages: their tree without what is no text, their own address, and the boxes in which lists repeat."""
