"""Strategies for difficult texts, for property tests."""

from hypothesis import strategies as st

_ANY = st.text(st.characters(codec=None, exclude_categories=[]), max_size=40)
_SPECIAL = st.sampled_from(
    ["]]>", "\x00", "\x0b", "\uffff", "\ufffe", "\ud800", "\u202e\u200f", "<b>&amp;", "</script>", "&#0;", ""]
)
TEXTS = _ANY | _SPECIAL
"""Texts of any characters, lone surrogates included, and character sequences that end or break formats."""
