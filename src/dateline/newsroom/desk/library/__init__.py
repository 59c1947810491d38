"""Examines uploaded files: whether they are sound, and what metadata they contain.

Derived from the bytes alone; writes nothing. In doubt a file is refused.
"""
