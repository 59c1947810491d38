"""The text index: tantivy over analysed words, which also stores every text; kept in generations.

Derived from the log, like all of the archive. A generation never changes: readers may hold it as long as they like.
"""
