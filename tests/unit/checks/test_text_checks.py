"""Checks of one text by itself: each with what it must find and what it must leave alone."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.editions.parts import Dateline, Figure, Quote
from dateline.newsroom.desk.checks import ease, ordinals
from dateline.newsroom.desk.checks.registry import run_checks
from dateline.newsroom.desk.checks.types import Link, Severity
from tests.support.desk.galleys import BY_KEY, NOON, a_galley, a_picture, fields, said
from tests.support.editions import a_recording


def test_nothing_stands_against_a_sound_text():
    assert run_checks(a_galley(), at=NOON) == []


def day(on, **facts):
    return a_galley(dateline=Dateline(places=("VELDA",), on=on), **facts)


def test_a_dateline_of_tomorrow_blocks_and_is_repaired_to_the_publishing_day():
    found = run_checks(day(dt.date(2024, 6, 4)), at=NOON)[0]

    assert (found.severity, found.finding.repair) == (Severity.ERROR, "2024-06-03")


def test_a_dateline_of_last_week_is_worth_a_look_and_one_of_yesterday_is_not():
    assert run_checks(day(dt.date(2024, 5, 27)), at=NOON)[0].severity is Severity.WARNING
    assert run_checks(day(dt.date(2024, 6, 2)), at=NOON) == []


def test_the_day_is_that_of_going_live_or_of_the_first_publication_in_the_newsrooms_zone():
    from zoneinfo import ZoneInfo

    scheduled = dt.datetime(2024, 6, 9, 23, tzinfo=dt.UTC)
    assert said("dateline-day", day(dt.date(2024, 6, 10), scheduled_at=scheduled, zone=ZoneInfo("Europe/Vienna"))) == []
    assert said("dateline-day", day(dt.date(2024, 6, 10), scheduled_at=scheduled)) == [("2024-06-10", "2024-06-09")]
    assert said("dateline-day", day(NOON.date(), published_at=NOON), at=NOON + dt.timedelta(days=90)) == []


@pytest.mark.parametrize(
    ("language", "written", "right"),
    [
        ("en", "122th", "122nd"),
        ("en", "11st", "11th"),
        ("en", "1,003th", "1,003rd"),
        ("en", "21ST", None),
        ("en", "113th", None),
        ("fr", "1ème", "1er"),
        ("fr", "2ième", "2e"),
        ("fr", "21e", None),
        ("ru", "5-ого", "5-го"),
        ("ru", "90-ых", "90-х"),
        ("ru", "5-го", None),
        ("ar", "5th", None),
    ],
)
def test_ordinals(language, written, right):
    galley = a_galley(language, [f"<p>A {written} b.</p>"])

    assert said("ordinals", galley) == ([(written, right)] if right else [])


@given(st.integers(min_value=0, max_value=10**7), st.sampled_from(["st", "nd", "rd", "th"]))
def test_a_repaired_ordinal_needs_no_repair(number, ending):
    right = ordinals.english(str(number), ending)

    assert said("ordinals", a_galley(body=[f"<p>The {right} time.</p>"])) == []


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "They flew to Kazakhstan. In Kazakhstan and Kazakstan they met.", [("Kazakstan", "Kazakhstan")]),
        ("en", "He saw Korça, then Korca, then Korça.", [("Korca", "Korça")]),
        ("en", "The Albanian team in Albania met Bosnians from Bosnia.", []),
        ("en", "Ministers of Austria and of Australia met in Slovenia and Slovakia.", []),
        ("en", "We saw Switzerland’s flag and Switzerland's lakes.", []),
        ("en", "A letter to the Committee. The committe met.", []),
        ("en", "It was signed by Congressman Ochoa, by Congresswoman Lee and by all the Congressmen.", []),
        ("fr", "Il a vu Sarajevo puis Saraïevo, et Sarajevo encore.", [("Saraïevo", "Sarajevo")]),
        ("fr", "La Serbie et les Serbes ont parlé à Vienne et aux Viennois.", []),
        ("ru", "Он был в Казахстане, потом в Казакстане и снова в Казахстане.", [("Казакстане", "Казахстане")]),
        ("ru", "Встреча с Ивановым и Ивановой в Москве, а из Москвы в Минск.", []),
        ("ar", "التقى الوزير محمد ومحمود في المدينة.", []),
        ("de", "Der Minister sah den Ministre und Ministern.", []),
    ],
)
def test_two_spellings(language, text, found):
    assert said("spellings", a_galley(language, [f"<p>{text}</p>"])) == found


def test_a_name_is_compared_with_that_of_the_office():
    assert said("spellings", a_galley(body=["<p>They work in Karvennia today.</p>"])) == [("Karvennia", "Karvenia")]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "The BRIT met. The BRIT spoke.", ["BRIT"]),
        ("en", "The Bureau of Rivers in Trouble (BRIT) met. The BRIT spoke.", []),
        ("en", "The BRIT (Bureau of Rivers) met.", []),
        ("en", "The Special Monitoring Mission met; the SMM spoke.", []),
        ("en", "The EU, NATO and World War II.", []),
        ("en", "WHAT: a visit. WHERE: the bridge. Ask what they do there, and where the BRIT sits.", ["BRIT"]),
        ("fr", "L’OCMA a parlé.", ["OCMA"]),
        ("fr", "L’Organisation pour la coopération (OCMA) a parlé ; l’OCMA.", []),
        ("ru", "Заявила ОСАМ сегодня.", ["ОСАМ"]),
        ("ru", "Организация морского согласия (ОСАМ) заявила.", []),
        ("ar", "قالت المنظمة.", []),
    ],
)
def test_acronyms(language, text, found):
    assert [quote for quote, _ in said("acronyms", a_galley(language, [f"<p>{text}</p>"]))] == found


def test_the_newsrooms_own_acronym_is_known():
    assert said("acronyms", a_galley(body=["<p>The BRIT met.</p>"], known_names=frozenset({"BRIT"}))) == []


@pytest.mark.parametrize(
    ("lead", "found"),
    [
        ("", 1),
        ("It opened and then…", 1),
        ("It opened and then", 1),
        ("It opened, he said,", 1),
        ("It opened.", 0),
        ("It “opened.”", 0),
        ("Мост открыт!", 0),
        ("هل افتتح الجسر؟", 0),
        ("Le pont a ouvert.\u00a0»", 0),
        ("word " * 80 + "end.", 1),
    ],
)
def test_leads(lead, found):
    assert len(said("lead", a_galley(lead=lead))) == found


@pytest.mark.parametrize(
    ("headline", "found"),
    [("Bridge opens", 0), ("Bridge opens.", 1), ("BRIDGE OPENS IN VELDA", 1), ("Bridge " * 30, 1), ("Fin du G.S.", 0)],
)
def test_headlines(headline, found):
    assert len(said("headline", a_galley(headline=headline))) == found


def test_the_stop_of_a_headline_is_taken_away():
    finding = next(iter(BY_KEY["headline"].find(a_galley(headline="Bridge opens."), NOON)))

    assert "Bridge opens."[: finding.start] + finding.repair == "Bridge opens"


def test_pictures_need_an_alternative_text_a_credit_and_rights():
    mute = Figure(picture=a_picture(alt="", credit="", usage_terms=""))
    galley = a_galley(body=["<p>It opened.</p>", mute], picture=a_picture(credit=" ", usage_terms="Free for the press"))

    found = run_checks(galley, at=NOON)

    assert [(one.severity, one.finding.field) for one in found] == [
        (Severity.ERROR, "body.1"),
        (Severity.WARNING, "picture"),
        (Severity.WARNING, "body.1"),
        (Severity.WARNING, "body.1"),
    ]
    assert len({one.key for one in found}) == 4
    assert said("pictures", a_galley(picture=a_picture(rights_holder="The organisation"))) == []


def test_recordings_need_a_transcript_in_the_language_captions_a_credit_and_rights():
    mute = a_recording(transcript="", captions=(), credit="", rights_holder="", usage_terms="")
    galley = a_galley(body=["<p>It opened.</p>", mute])

    found = [one for one in run_checks(galley, at=NOON) if one.check.key == "recordings"]

    assert [(one.severity, one.finding.field) for one in found] == [
        (Severity.ERROR, "body.1"),
        (Severity.WARNING, "body.1"),
        (Severity.WARNING, "body.1"),
        (Severity.WARNING, "body.1"),
    ]
    assert "The opening" in found[0].finding.sentence
    assert len({one.key for one in found}) == 4


@pytest.mark.parametrize(
    ("language", "changes", "count"),
    [
        ("en", {}, 0),
        ("en-GB", {}, 0),
        ("fr", {}, 2),
        ("en", {"transcript": " "}, 1),
        ("en", {"captions": ()}, 1),
        ("en", {"captions": (), "sort": "audio"}, 0),
        ("en", {"captions": (), "file": "", "url": "https://youtu.be/a"}, 0),
    ],
)
def test_a_transcript_in_another_language_is_none(language, changes, count):
    galley = a_galley(language, body=[a_recording(**changes)])

    assert len(said("recordings", galley)) == count


def test_only_links_that_were_found_dead_are_named():
    links = (
        Link("body.0", "opened", "page 4", True),
        Link("body.0", "It", "page 5", False),
        Link("body.0", "It", "https://example.org", None),
        Link("notes", "there", "https://example.org/gone", True),
    )

    found = run_checks(a_galley(links=links), at=NOON)

    assert [(one.severity, one.finding.quote) for one in found] == [
        (Severity.ERROR, "opened"),
        (Severity.WARNING, "there"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "EMBARGOED until 10 a.m.",
        "Embargo: 12 May.",
        "Not for release before noon.",
        "Sous embargo jusqu’à midi.",
        "Ne pas publier avant 10 heures.",
        "Не публиковать до 12 мая.",
        "Под эмбарго до полудня.",
        "محظور النشر حتى الساعة العاشرة",
        "لا يُنشر قبل الظهر",
    ],
)
def test_words_of_an_embargo_block_where_there_is_none(text):
    assert len(said("embargo", a_galley(body=[f"<p>{text}</p>"]))) == 1
    assert said("embargo", a_galley(body=[f"<p>{text}</p>"], has_embargo=True)) == []


@pytest.mark.parametrize(
    "text",
    [
        "The arms embargo until 2025 holds.",
        "They spoke of the embargo.",
        "L’embargo sur les armes.",
        "Эмбарго на оружие.",
        "حظر الأسلحة",
    ],
)
def test_an_embargo_on_arms_is_no_embargo_of_the_text(text):
    assert said("embargo", a_galley(body=[f"<p>{text}</p>"])) == []


def test_what_lists_need_is_asked_for():
    bare = a_galley(kind=None, offices=(), topics=(), contacts=())

    assert fields("facts", bare) == ["kind", "offices", "topics", "contacts"]


def test_a_very_long_sentence_is_named_and_a_quotation_is_read_too():
    long = "We said " + "and ".join(f"word{'x' * place} " for place in range(40)) + "."

    assert [quote for quote, _ in said("ease", a_galley(body=[Quote(text=long)]))] == [long]


def test_the_index_is_that_of_the_formula():
    assert ease.lix("The cat sat. A wonderful elephant danced.") == 7 / 2 + 100 * 2 / 7
    assert ease.lix("") == 0


def test_a_dismissal_holds_by_the_passage_and_not_by_its_place():
    first = run_checks(a_galley(body=["<p>The 122th time.</p>"]), at=NOON)[0]
    moved = run_checks(a_galley(body=["<p>Before.</p>", "<p>Once more: the 122th time.</p>"]), at=NOON)[0]
    other = run_checks(a_galley(body=["<p>The 123th time.</p>"]), at=NOON)[0]

    assert first.key == moved.key != other.key
