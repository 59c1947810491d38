"""Parsing of saved newsroom listings: bytes to lines, lines to blocks of metadata, blocks to items.

Pure: writes nothing, asks nothing. What cannot be understood is rejected with its line and reason, and nothing is
invented: a page without a list yields no items.
"""
