"""The HTTP front of the public side: from a request to the bytes of its response.

``app`` shows the path of a request. The front owns what belongs to HTTP alone: request limits, caching, conditional
requests, encodings, headers. It does not know how pages are made; a ``PageMaker`` is handed in. Its caches are derived
from the archive and end with the process. Guarantees: a page is made once for each state of the archive, however many
clients ask for it; no response shows a release that an override closes or that was removed.
"""
