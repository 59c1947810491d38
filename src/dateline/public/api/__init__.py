"""The API for reading, at ``/api/v1``: what pages show, for programs.

Derived from the archive alone. Promise: every answer is of the type that ``/api/v1/openapi.json`` names for it, and
that description is generated from the code; what is wrong with a question is said as RFC 9457 wants it.
"""

from dateline.public.api.serving import problem, respond

__all__ = ["problem", "respond"]
