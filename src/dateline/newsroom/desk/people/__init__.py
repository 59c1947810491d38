"""Signing in with the organisation's own provider: what it must say, and whom it lets in."""
