"""Two editions compared."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from dateline.editions.parts import Quote, Ref, Text
from dateline.newsroom.desk.admin.comparison import MAX_WORDS, compare, lines, words
from tests.support.editions import an_edition


def marked(pieces):
    signs = {"same": "{}", "gone": "[-{}-]", "new": "[+{}+]"}
    return "".join(signs[piece.sort].format(piece.words) for piece in pieces)


def changed(edition, **facts):
    return msgspec.structs.replace(edition, **facts)


def test_words_that_went_and_came_are_marked_and_the_others_stand():
    assert marked(words("It opened on Monday, at noon.", "It opened on Tuesday, at noon.")) == (
        "It opened on [-Monday-][+Tuesday+], at noon."
    )
    assert marked(words("Он открыт.", "Он закрыт.")) == "Он [-открыт-][+закрыт+]."
    assert marked(words("افتتح الجسر اليوم", "افتتح الجسر أمس")) == "افتتح الجسر [-اليوم-][+أمس+]"


def test_a_new_paragraph_is_no_rewriting_of_its_neighbour():
    found = list(
        lines(["One bridge opens today.", "It is long."], ["One bridge opens today.", "Rain fell.", "It is very long."])
    )

    assert [marked(line.pieces) for line in found] == [
        "One bridge opens today.",
        "[+Rain fell.+]",
        "It is [+very +]long.",
    ]


def test_every_part_of_an_edition_is_compared_and_equal_ones_do_not_differ():
    before = an_edition(1, "en", headline="Bridge", lead="It opens.", body=(Text(html="<p>One</p><p>Two</p>"),))
    water = Ref(slug="water", name="Water")
    after = changed(before, lead="It closes.", topics=(*before.topics, water), body=(*before.body, Quote(text="Yes")))

    found = {
        str(part.label): [marked(line.pieces) for line in part.lines if line.differs] for part in compare(before, after)
    }

    assert {label: said for label, said in found.items() if said} == {
        "Lead": ["It [-opens-][+closes+]."],
        "Text": ["[+“Yes”+]"],
        "Topics": ["[+Water+]"],
    }
    assert not any(part.differs for part in compare(before, before))


def test_a_paragraph_without_end_is_shown_whole_instead_of_compared_for_hours():
    long = "word " * MAX_WORDS

    assert [piece.sort for piece in words(long, long + "more")] == ["gone", "new"]


TEXT = st.lists(st.text("ab c.я", min_size=1, max_size=12), max_size=6)


@given(TEXT, TEXT)
def test_both_texts_can_be_read_back_from_the_comparison(before, after):
    found = list(lines(before, after))

    def read(side):
        said = ("".join(piece.words for piece in getattr(line, side)) for line in found)
        return [one for one in said if one]

    assert read("earlier") == before
    assert read("later") == after
