"""How days are written: names, words around them, orders of numbers, and calendars, for every language of CLDR.

The data is from the Unicode CLDR through Babel; `names.toml` adds what CLDR lacks. `dateline.text.dates` uses it to
find days. Days that can be read in two ways are marked as ambiguous, and days that do not exist are not read.
"""
