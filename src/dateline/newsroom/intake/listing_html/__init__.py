"""Parsing of listings saved as HTML: the elements of a list that each hold one date and one item."""
