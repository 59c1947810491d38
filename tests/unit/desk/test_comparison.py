"""Two editions compared."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from dateline.editions.parts import Quote, Ref, Text
from dateline.newsroom.desk.admin.edition_diff import compare
from dateline.text.diff import MAX_WORDS, diff_paragraphs, diff_words
from tests.support.editions import an_edition


def marked(segments):
    signs = {"same": "{}", "deleted": "[-{}-]", "inserted": "[+{}+]"}
    return "".join(signs[segment.kind].format(segment.words) for segment in segments)


def changed(edition, **facts):
    return msgspec.structs.replace(edition, **facts)


def test_deleted_and_inserted_words_are_marked():
    assert marked(diff_words("It opened on Monday, at noon.", "It opened on Tuesday, at noon.")) == (
        "It opened on [-Monday-][+Tuesday+], at noon."
    )
    assert marked(diff_words("Он открыт.", "Он закрыт.")) == "Он [-открыт-][+закрыт+]."
    assert marked(diff_words("افتتح الجسر اليوم", "افتتح الجسر أمس")) == "افتتح الجسر [-اليوم-][+أمس+]"


def test_a_new_paragraph_is_not_taken_for_a_rewrite_of_its_neighbour():
    found = list(
        diff_paragraphs(
            ["One bridge opens today.", "It is long."], ["One bridge opens today.", "Rain fell.", "It is very long."]
        )
    )

    assert [marked(line.segments) for line in found] == [
        "One bridge opens today.",
        "[+Rain fell.+]",
        "It is [+very +]long.",
    ]


def test_every_part_of_an_edition_is_compared_and_equal_ones_do_not_differ():
    before = an_edition(1, "en", headline="Bridge", lead="It opens.", body=(Text(html="<p>One</p><p>Two</p>"),))
    water = Ref(slug="water", name="Water")
    after = changed(before, lead="It closes.", topics=(*before.topics, water), body=(*before.body, Quote(text="Yes")))

    found = {
        str(part.label): [marked(line.segments) for line in part.lines if line.differs]
        for part in compare(before, after)
    }

    assert {label: lines for label, lines in found.items() if lines} == {
        "Lead": ["It [-opens-][+closes+]."],
        "Text": ["[+“Yes”+]"],
        "Topics": ["[+Water+]"],
    }
    assert not any(part.differs for part in compare(before, before))


def test_a_very_long_paragraph_is_shown_whole_instead_of_compared_word_by_word():
    long = "word " * MAX_WORDS

    assert [segment.kind for segment in diff_words(long, long + "more")] == ["deleted", "inserted"]


TEXT = st.lists(st.text("ab c.я", min_size=1, max_size=12), max_size=6)


@given(TEXT, TEXT)
def test_both_texts_can_be_read_back_from_the_comparison(before, after):
    found = list(diff_paragraphs(before, after))

    def read(side):
        paragraphs = ("".join(segment.words for segment in getattr(line, side)) for line in found)
        return [paragraph for paragraph in paragraphs if paragraph]

    assert read("earlier") == before
    assert read("later") == after
