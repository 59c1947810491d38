"""Normalise HTML that word processors and mail programs put on the clipboard.

The result holds only what ``text.html`` allows. No word, footnote, list, table or link of the text is lost. Deleted
text and reviewers' comments are dropped.
"""
