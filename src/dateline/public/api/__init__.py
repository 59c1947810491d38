"""The read API at ``/api/v1``: the content of the pages, for programs.

Derived from the archive alone. Every answer has the type that ``/api/v1/openapi.json`` names for it, and that
description is generated from the code. Errors are problem details (RFC 9457).
"""

from dateline.public.api.serving import problem, respond

__all__ = ["problem", "respond"]
