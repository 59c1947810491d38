"""Texts as nobody should write them, for property tests."""

from hypothesis import strategies as st

_ANY = st.text(st.characters(codec=None, exclude_categories=[]), max_size=40)
_SPECIAL = st.sampled_from(
    ["]]>", "\x00", "\x0b", "\uffff", "\ufffe", "\ud800", "\u202e\u200f", "<b>&amp;", "</script>", "&#0;", ""]
)
TEXTS = _ANY | _SPECIAL
"""Every character there is, lone surrogates included, and what ends or breaks formats."""
