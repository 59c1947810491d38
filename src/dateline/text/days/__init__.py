"""What days look like in texts: names, words around them, orders of numbers, and calendars, for every language of CLDR.

Derived from the Unicode CLDR through Babel; `names.toml` holds what it leaves out. `dateline.text.dates` finds days
with it. Guarantee: what can be read as two days is marked as ambiguous, and what no calendar has is not read.
"""
