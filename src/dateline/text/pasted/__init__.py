"""HTML as word processors and mail programs put it on the clipboard, brought to what an author meant.

Promises: what comes out is of the allowed list of ``plain.html``; no word of the text, no footnote, list, table or
link is lost; what was deleted or said in a comment is not text, and goes.
"""
