"""The text index: a tantivy index that finds texts by their words and stores the texts themselves.

It is derived from the log, like the rest of the archive. Each commit publishes a new generation of the index. A
generation never changes, so a reader may use one for as long as it likes.
"""
