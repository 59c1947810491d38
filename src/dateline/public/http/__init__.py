"""The HTTP front of the public side: from a request to the bytes of its response.

``app`` shows the path of a request. This package deals with HTTP only: request limits, caching, conditional requests,
encodings, headers. It does not know how pages are made; ``runtime`` gives it a ``PageMaker``. Its caches are in memory
and are derived from the archive. It guarantees that a page is made once for each state of the archive, however many
clients ask for it, and that no response shows a release that was removed or that an override closes.
"""
