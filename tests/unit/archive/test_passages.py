import datetime as dt

from dateline.archive.passages import days, numbers_of_contacts, passages, plain, quotable
from dateline.editions.parts import Contact, Dateline, Download, Embed, Figure, Picture, Quote, Text
from tests.support.editions import an_edition


def test_emphasis_does_not_part_a_word_and_a_paragraph_does():
    assert plain("<p>K<b>or</b>ça &amp; <em>co</em></p><p>Tirana<br>News</p>") == "Korça & co Tirana News"


def test_all_that_readers_see_of_the_news_itself_can_be_searched():
    edition = an_edition(
        headline="Head",
        lead="Lead",
        dateline=Dateline(places=("Vienna",), on=dt.date(2024, 1, 1)),
        issuer="Chair",
        picture=Picture(renditions=(), alt="Alt", caption="Caption", credit="Credit"),
        body=(
            Text(html="<p>Body</p>"),
            Quote(text="Quote", speaker="Speaker", role="Role"),
            Figure(picture=Picture(renditions=(), alt="Figure")),
            Download(file="f", title="Report", type="application/pdf", size_bytes=1),
            Embed(url="https://example.org", title="Film", provider="p"),
        ),
        boilerplate="<p>Boilerplate</p>",
        notes="<p>Notes</p>",
        contacts=(Contact(name="Press"),),
    )

    assert " ".join(passages(edition)) == (
        "Head Lead Vienna Chair Caption Credit Body Quote Speaker Role Report Film Notes Press Alt Figure"
    )
    assert "Alt" not in quotable(edition)
    assert "Figure" not in quotable(edition)


def test_contacts_are_found_by_number_and_address_and_editions_by_their_days():
    contacts = (Contact(name="Ilan", phone="+999 (0) 555.0151"), Contact(email="press@exo.example"))
    edition = an_edition(
        contacts=contacts,
        dateline=Dateline(on=dt.date(2024, 1, 1)),
        event_from_on=dt.date(2024, 2, 28),
        event_until_on=dt.date(2024, 3, 1),
    )

    assert numbers_of_contacts(edition) == ["999-0-555-0151", "999-555-0151", "press@exo.example"]
    assert {day.key for day in days(edition)} == {
        f"day:{year}{day}" for year in ("", "2024-") for day in ("01-01", "02-28", "02-29", "03-01")
    }


def test_headline_and_lead_are_there_even_if_empty():
    assert passages(an_edition(headline="", lead="", body=())) == ["", ""]
