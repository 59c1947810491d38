"""Validate feeds and other machine-readable documents by rules and schemas of others."""
