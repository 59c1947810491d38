"""Tables of a body: with headings and a caption for readers, refused where they are none."""

import json

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from dateline.editions.entry import words
from dateline.newsroom.desk.editions import tables
from dateline.newsroom.desk.models.body import GridBlock
from dateline.text.html import clean
from dateline.text.pasted.blocks import flatten_blocks
from dateline.text.pasted.normalize import normalize_pasted
from dateline.text.pasted.tables import TextBlock, split_tables
from tests.support.desk import clipboard
from tests.support.desk.builders import a_published, a_superuser, log_entries
from tests.support.desk.clipboard import PIECES

pytestmark = pytest.mark.django_db

A_TABLE = tables.value_of([["a"]], headed="row")
ROWS = [["Place", "Shots"], ["Velda <i>", "12\n(two days)"], ["Lorn", None]]


def test_readers_get_the_table_with_its_headings_and_caption():
    table = tables.value_of(ROWS, caption="Shots & places", headed="both")

    text = a_published(body=[("table", table)])

    [part] = words(log_entries(text)[-1]).body
    assert part.html == (
        "<table><caption>Shots &amp; places</caption>"
        '<thead><tr><th scope="col">Place</th><th scope="col">Shots</th></tr></thead>'
        '<tbody><tr><th scope="row">Velda &lt;i&gt;</th><td>12<br>(two days)</td></tr>'
        '<tr><th scope="row">Lorn</th><td></td></tr></tbody></table>'
    )
    assert clean(part.html) == part.html


@pytest.mark.parametrize(("headed", "heads"), [("row", 2), ("column", 3), ("both", 4), ("neither", 0)])
def test_the_headings_are_those_that_were_chosen(headed, heads):
    assert tables.html(tables.value_of(ROWS, headed=headed)).count("<th ") == heads


def test_merged_cells_reach_over_what_they_cover():
    value = tables.value_of([["a", "hidden"], ["b", "c"]]) | {
        "mergeCells": [{"row": 0, "col": 0, "rowspan": 1, "colspan": 2}]
    }

    assert (
        tables.html(value)
        == '<table><tbody><tr><td colspan="2">a</td></tr><tr><td>b</td><td>c</td></tr></tbody></table>'
    )


@pytest.mark.parametrize(
    "value", [None, {}, {"data": []}, tables.value_of([["", None], [" "]]), {"data": [["a"]], "mergeCells": 5}]
)
def test_an_empty_table_is_no_part_of_an_edition(value):
    assert tables.html(value) == ""


@pytest.mark.parametrize(
    "value",
    [
        [],
        {"data": "x"},
        {"data": [["a", {"b": 1}]]},
        {"data": [[""]], "table_header_choice": "row"},
        A_TABLE | {"table_header_choice": ["row"]},
        A_TABLE | {"table_caption": 5},
        A_TABLE | {"mergeCells": "x"},
        A_TABLE | {"mergeCells": [5]},
        A_TABLE | {"mergeCells": [{"row": "x", "col": 0, "rowspan": 1, "colspan": 1}]},
        A_TABLE | {"mergeCells": [{"row": 0, "col": 0, "rowspan": 10**9, "colspan": 10**9}]},
    ],
)
def test_what_is_no_table_is_refused(value):
    with pytest.raises(ValidationError):
        GridBlock().clean(value)


def test_merged_cells_within_a_table_are_not_refused():
    merged = A_TABLE | {"data": [["a", "b"]], "mergeCells": [{"row": 0, "col": 0, "rowspan": 1, "colspan": 2}]}

    assert GridBlock().clean(merged) == merged


def ask(client, html, *offers, **more):
    return client.post("/paste/", {"html": html, "offers": offers, **more}).json()


def test_pasted_tables_become_blocks_and_the_text_around_them_others(client):
    client.force_login(a_superuser())

    answer = ask(client, clipboard.WORD, "BOLD", "header-two", "LINK", "SUPERSCRIPT", "unordered-list-item", tables="1")

    assert [block["type"] for block in answer["blocks"]] == ["table", "text"]
    assert '"header-two"' in answer["opening"]
    assert "SUPERSCRIPT" in answer["opening"]
    table = answer["blocks"][0]["value"]
    assert table["data"] == [["Place", "Shots"], ["Velda", "12"], ["None elsewhere", ""]]
    assert table["table_header_choice"] == "row"


def test_an_editor_gets_only_what_it_offers(client):
    client.force_login(a_superuser())

    answer = ask(client, "<h2>Aim</h2><ul><li>one</li></ul><table><tr><td>a</td><td>b</td></tr></table>")

    assert '"unstyled"' in answer["opening"]
    for foreign in ("header-two", "unordered-list-item", "atomic"):
        assert foreign not in answer["opening"]
    assert [block["text"] for block in json.loads(answer["opening"])["blocks"]] == ["Aim", "one", "a · b"]


def test_the_editor_is_told_what_is_left_out_and_keeps_struck_text(client):
    client.force_login(a_superuser())

    answer = ask(client, "<p>Fee <s>500</s> 400<img src='a.png' alt='Map'></p>", "STRIKETHROUGH")

    assert answer["leftOut"] == ["A picture is left out: “Map” (a.png)."]
    assert "STRIKETHROUGH" in answer["opening"]


def test_a_cell_names_the_addresses_of_its_links():
    [table] = split_tables("<table><tr><td><a href='mailto:a@b.example'>Office</a> and</td><td>x</td></tr></table>")

    assert table.rows == [["Office (a@b.example) and", "x"]]


def test_only_people_at_the_desk_are_answered(client):
    assert client.post("/paste/", {"html": "<p>a</p>"}).status_code == 302
    client.force_login(a_superuser())
    assert client.get("/paste/").status_code == 405
    assert ask(client, "", "BOLD")["blocks"] == []


@pytest.mark.parametrize(
    "pasted", [clipboard.WORD, clipboard.GOOGLE, clipboard.MAIL, "<dl><dt>a<dd>b</dl>", "a<br>b<hr>"]
)
def test_every_paste_has_an_answer(client, pasted):
    client.force_login(a_superuser())
    offers = ["unordered-list-item", "ordered-list-item", "blockquote", "HORIZONTAL_RULE", "LINK", "SUBSCRIPT"]

    assert ask(client, pasted, *offers, tables="1")["opening"]
    assert ask(client, pasted)["opening"]


def test_paragraphs_of_a_quotation_stay_apart_in_the_editor(client):
    client.force_login(a_superuser())

    answer = ask(
        client, "<blockquote><p>one</p><p>two</p></blockquote><ul><li><p>a</p><p>b</p></li></ul>", "blockquote"
    )

    assert [block["text"] for block in json.loads(answer["opening"])["blocks"]] == ["one\ntwo", "a\nb"]


@example("<b><li>text")
@example("<a href='https://example.org/'><p>one</p><ul><li>two</ul>three</a>")
@example("<i>one<table><tr><td><b><li>two")
@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_no_paste_breaks_the_conversion(pasted):
    offered = ["h2", "ol", "ul", "blockquote", "hr", "bold", "link"]

    for part in split_tables(normalize_pasted(pasted).html):
        if isinstance(part, TextBlock):
            for features in (offered, ["bold"]):
                json.loads(ContentstateConverter(features=features).from_database_format(flatten_blocks(part.html)))
