"""Parsing of saved newsroom listings: bytes to lines, lines to blocks of metadata, blocks to items.

The package is pure: it writes nothing and asks nothing. Items that cannot be understood are rejected with line and
reason. Nothing is invented: a page without a list gives no items.
"""
