"""What a translation says otherwise than its original, and what it only writes otherwise."""

import datetime as dt
import gzip
import json

import pytest

from dateline.newsroom.desk.language.comparison import value_differences
from dateline.newsroom.desk.language.passages import Passage
from dateline.text.html import to_text
from tests.support.desk.galleys import a_galley, an_edition, said

FILLING = "<p>{}</p>"


def pair(language, here, there, other="en"):
    return a_galley(language, [f"<p>{here}</p>"], original=an_edition(other, [f"<p>{there}</p>"]))


@pytest.mark.parametrize(
    ("language", "here", "there"),
    [
        ("fr", "Il y avait 1 284 bureaux sur 4 950.", "There were 1,284 of 4,950 stations."),
        ("fr", "Quatorze partis, 96 pour cent.", "14 parties, 96 per cent."),
        ("fr", "La règle date du 1er mai 2019.", "The rule is of 1 May 2019."),
        ("fr", "Le budget est de 2,5 milliards.", "The budget is 2.5 billion."),
        ("fr", "Le budget est de 2500 millions.", "The budget is 2.5 billion."),
        ("fr", "La séance commence à 14h30.", "The session begins at 2.30 p.m."),
        ("fr", "Les 10 et 12 décembre, à Vienne.", "On 10 and 12 December, in Vienna."),
        ("ru", "Наблюдали 1284 из 4950 участков до 5 мая.", "They saw 1,284 of 4,950 stations until 5 May."),
        ("ru", "В выборах участвовали двенадцать партий.", "There were 12 parties in the election."),
        ("ru", "За 20 лет построили 1,5 тыс. домов.", "In 20 years 1,500 houses were built."),
        ("ar", "شارك ١٬٢٨٤ مرشحًا حتى 5 مايو 2023.", "Some 1,284 candidates took part until 5 May 2023."),
        ("ar", "عمل أربعة موظفين في 11 مكتبًا", "There were 4 members in 11 offices."),
        ("fr", "De 6,3 (1,5) millions de francs.", "Of 6.3 million (1.5 million) francs."),
        ("fr", "Ils se sont réunis ce lundi à Vienne.", "They met on Monday 3 June in Vienna."),
        ("fr", "Une étape de 2019.", "One stage of 2019; she was first."),
    ],
)
def test_the_same_written_otherwise_is_no_difference(language, here, there):
    galley = pair(language, here, there)

    assert said("figures", galley) + said("days", galley) == []


@pytest.mark.parametrize(
    ("language", "here", "there", "found"),
    [
        ("fr", "Il y avait 1 248 bureaux sur 4 950.", "There were 1,284 of 4,950 stations.", ("figures", "1 248")),
        ("fr", "Le budget est de 2,5 millions.", "The budget is 2.5 billion.", ("figures", "2,5 millions")),
        ("fr", "Elle date du 1er juin 2019.", "It is of 1 May 2019.", ("days", "1er juin 2019")),
        ("ru", "Наблюдали на 69 процентах участков.", "They saw it at 96 per cent of stations.", ("figures", "69")),
        ("ru", "Миссия останется до 6 мая здесь.", "The mission will stay here until 5 May.", ("days", "6 мая")),
        ("ar", "شارك ١٢٤٨ مرشحًا في الانتخابات", "Some 1,284 candidates took part here.", ("figures", "١٢٤٨")),
        ("ar", "تبقى البعثة هنا حتى 6 مايو", "The mission stays until 5 May.", ("days", "6 مايو")),
        ("en", "The fund has 13 projects in all.", "Der Fonds hat insgesamt 31 Projekte.", ("figures", "13")),
    ],
)
def test_a_difference_is_named_where_it_stands(language, here, there, found):
    key, quote = found
    galley = pair(language, here, there, "de" if "Fonds" in there else "en")

    assert said(key, galley) == [(quote, None)]


def test_what_the_translation_lacks_is_named_too():
    galley = pair("fr", "Des observateurs sont venus de loin.", "Some 260 observers came from afar.")

    assert said("figures", galley) == [("", None)]


def test_another_text_is_not_compared():
    galley = pair("fr", "Court : 3.", "Long text about 1, 2, 4, 5, 6, 7 and 8 things. " * 9)

    assert said("figures", galley) == []


def test_a_text_that_translates_none_has_nothing_to_compare():
    assert said("figures", a_galley("fr", ["<p>Il y a 42 pages.</p>"])) == []


@pytest.mark.parametrize(
    ("here", "there", "found"),
    [
        ("Selon Maud Tresel, c’est bien.", "According to Maud Tressel it is good.", [("Maud Tresel", "Maud Tressel")]),
        ("Selon Maud Tressel, c’est bien.", "According to Maud Tressel it is good.", []),
        ("Le Conseil fédéral de Suisse.", "The Federal Council of Switzerland.", []),
    ],
)
def test_people_keep_their_names(here, there, found):
    assert said("people", pair("fr", here, there)) == found


def test_a_transliterated_name_is_not_compared():
    assert said("people", pair("ru", "Мод Тресель сказала.", "Maud Tressel said.")) == []


def test_few_real_translations_raise_an_alarm(samples):
    """Of pairs from a real newsroom with four languages; most alarms are true differences."""
    path = samples / "swiss-federal-news" / "messages.jsonl.gz"
    pairs = alarms = 0
    with gzip.open(path, "rt") as lines:
        for line, _count in zip(lines, range(160), strict=False):
            message = json.loads(line)
            texts = {one["lang"]: one for one in message["contents"]}
            for language in set(texts) & {"fr", "it", "en"} if "de" in texts else ():
                sides = [passages_of(texts[tag]) for tag in (language, "de")]
                pairs += 1
                alarms += any(
                    value_differences(
                        *sides, languages=(language, "de"), on=dt.date.fromisoformat(message["pubdate"][:10])
                    )
                )

    assert pairs > 200
    assert alarms / pairs < 0.2


def passages_of(text):
    named = (("headline", text["title"]), ("lead", text["lead"]), ("body.0", to_text(text["text"] or "")))
    return [Passage(field, words) for field, words in named if words]
