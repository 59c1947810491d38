"""The public read model: listing, facets, search, editions, history and media.

Derived from the publication log alone, so it can be thrown away and rebuilt at any time. Pure: no
Django, no database. One process writes a folder, any number read it; one answer comes from one
generation of that folder and names its position.
"""
