"""The door of the public process: from a connection to an answer, kept bytes first.

It owns what belongs to HTTP alone (methods, limits, encodings, validators, caching, headers) and knows
nothing of pages: whoever makes them is handed in. What it keeps is derived from the archive and gone with
the process. Promise: what was once made is given out as long as the archive stands at the same position,
and made again once however many ask for it.
"""
