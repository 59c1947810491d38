"""Reading a saved newsroom listing, as text or HTML: bytes to lines, to blocks around days, to parsed items.

Pure: nothing is written and nothing is asked. What cannot be understood is set aside with its line and reason,
and nothing is made up: a page that holds no list gives no items.
"""
