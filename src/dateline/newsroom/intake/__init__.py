"""Bringing news in: saved listings, and the sample newsroom; everything enters through the desk's deeds."""
