"""Helpers in pure Python, one subject a module; they know nothing of Dateline's own things."""
