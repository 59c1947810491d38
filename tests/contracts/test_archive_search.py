"""What a reader who types words may rely on."""

import datetime as dt

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.archive.embedded import open_reader, open_writer
from dateline.archive.query import Filter, Query
from dateline.editions.parts import Text
from tests.contracts.searching import a_log, found
from tests.support.editions import NOON, Log, a_topic, an_edition, refs


@pytest.mark.parametrize(
    ("language", "text", "typed"),
    [
        ("en", "Mayor of Korça re-elected", "Korca"),
        ("en", "The elections in Vienna", "election vienna"),
        ("en", "OSCE’s mission", "osce mission"),
        ("fr", "L’élection des sénateurs", "elections senateur"),
        ("fr", "Côte d’Ivoire", "cote d'ivoire"),
        ("ru", "Наблюдатели на выборах в Шушарах", "наблюдатель ВЫБОРЫ"),
        ("ru", "Ёлка зажжена", "елка"),
        ("ar", "المنظمة تُعلن نتائج الانتخابات", "انتخابات منظمه"),
        ("ar", "الأمن والتعاون", "تعاون الامن"),
        ("de-CH", "Strassenverkehr: Massnahmen des Bundesrates", "straßenverkehr maßnahme"),
        ("it-CH", "Le elezioni della città", "elezione citta"),
        ("tr", "İstanbul'da seçimler", "istanbul SECIMLER"),
        ("sr-Latn", "Izbori u Đakovici", "izbora dakovici"),
        ("uk", "Об’єднання міст", "обєднання"),
        ("uk", "Об'єднання міст", "об’єднання"),
        ("uz", "Oʻzbekiston saylovlari", "o'zbekiston"),
        ("el", "Εκλογές στην Ελλάδα", "εκλογες ελλαδα"),
        ("fa", "انتخابات در ایران می‌شود", "ایران"),
        ("hi", "चुनाव आयोग", "चुनाव"),
        ("ja", "東京都の選挙を監視", "選挙 東京"),
        ("zh", "欧洲安全与合作组织", "合作组织"),
        ("ko", "선거 감시단", "감시"),
        ("th", "การเลือกตั้งทั่วไป", "เลือกตั้ง"),
    ],
)
def test_words_are_found_as_people_type_them(archive_of, language, text, typed):
    archive = archive_of(a_log((language, text), ("en", "Something else")))

    assert found(archive, typed) == [1]
    assert "<mark>" in archive.query(Query(filter=Filter(words=typed))).items[0].headline_html


def test_all_words_must_be_there_and_quoted_ones_together(archive_of):
    archive = archive_of(a_log(("en", "Human rights in the city"), ("en", "Rights of human beings")))

    assert sorted(found(archive, "human rights")) == [1, 2]
    assert found(archive, '"human rights"') == [1]
    assert found(archive, "human rights city") == [1]
    assert found(archive, '"rights" "being"') == []
    assert found(archive, "human absent") == []


FRUIT = a_log(
    ("en", "Harvest of cherries and plums in Korça"),
    ("en", "Harvest of plums"),
    ("en", "Harvest of apples"),
    ("en", "Nothing of the kind"),
    ("fr", "Récolte de prunes"),
    ("ru", "Урожай слив"),
)


def lenient(archive, words, **given):
    answer = archive.query(Query(filter=Filter(words=words, **given), lenient=True))
    return answer.relaxed, [item.edition.number for item in answer.items]


def test_some_of_many_words_will_do_where_no_text_holds_all_and_the_best_match_comes_first(archive_of):
    archive = archive_of(FRUIT)

    assert lenient(archive, "plums, cherries, quinces") == (True, [1, 2])
    assert lenient(archive, "plums cherries korca") == (False, [1])
    assert lenient(archive, "plums quinces")[0]
    assert sorted(lenient(archive, "plums quinces")[1]) == [1, 2]
    assert lenient(archive, "quinces") == (False, [])
    assert lenient(archive, "quinces medlars figs") == (False, [])
    assert not archive.query(Query(filter=Filter(words="plums, cherries, quinces"))).items
    assert archive.total(Filter(words="plums, cherries, quinces")) == 0


def test_where_few_releases_hold_all_of_five_words_those_with_some_stand_in_one_ranking_with_them(archive_of):
    archive = archive_of(
        a_log(("en", "Cherries and plums of Korça"), ("en", "Plums of Korça"), *[("en", "Nothing else")] * 5)
    )

    def told(words):
        answer = archive.query(Query(filter=Filter(words=words), lenient=True))
        return answer.relaxed, answer.total, answer.reachable, answer.items[0].edition.number

    assert told("cherries and plums of korca") == (True, 1, 2, 1)
    assert told("cherries and plums korca") == (False, 1, 1, 1)
    assert told('cherries and plums "of" korca') == (False, 1, 1, 1)
    assert archive.total(Filter(words="cherries and plums of korca")) == 1


@pytest.mark.parametrize(("holding", "shown"), [(10, 10), (9, 10)])
def test_a_page_of_releases_with_all_of_five_words_is_enough(archive_of, holding, shown):
    archive = archive_of(a_log(("en", "Plums of Korça"), *[("en", "Cherries and plums of Korça")] * holding))

    answer = archive.query(Query(filter=Filter(words="cherries and plums of korca"), lenient=True))

    assert (answer.relaxed, answer.total, answer.reachable) == (holding < 10, holding, shown)
    assert [item.partial for item in answer.items].count(False) == holding
    assert sum(count.count for count in answer.facets.languages) == holding


def test_a_search_stays_as_it_is_where_no_other_release_holds_some_of_the_words(archive_of):
    archive = archive_of(FRUIT)

    assert lenient(archive, "nothing of the kind") == (False, [4])
    assert lenient(archive, "nothing of the kind nothing Nothing NOTHING") == (False, [4])


def test_what_is_quoted_must_be_there_whatever_else_will_do(archive_of):
    archive = archive_of(FRUIT)

    assert lenient(archive, 'cherries plums quinces "harvest of plums"') == (True, [2])
    assert lenient(archive, '"harvest of plums" "nothing of the kind" "quinces"') == (False, [])
    assert lenient(archive, 'cherries plums apples "harvest of quinces"') == (False, [])


def test_words_that_more_than_a_third_of_all_texts_hold_do_not_count_among_some(archive_of):
    assert lenient(archive_of(FRUIT), "harvest of cherries and quinces") == (True, [1])


def test_whether_some_words_will_do_does_not_depend_on_other_filters(archive_of):
    archive = archive_of(FRUIT)

    assert lenient(archive, "plums cherries korca", languages=("fr",)) == (False, [])
    assert lenient(archive, "plums cherries prunes", languages=("fr",)) == (True, [5])


def test_words_that_stand_together_as_typed_come_first(tmp_path):
    apart = "Human dignity, and much later in the same sentence of equal length, rights"
    texts = [("en", "Human rights, and much later in the same sentence of equal length, dignity"), ("en", apart)]
    with open_writer(tmp_path) as writer:
        writer.apply(a_log(*texts).records)
    archive = open_reader(tmp_path).current

    assert found(archive, "human rights") == [1, 2]
    assert found(archive, "human dignity") == [2, 1]


def test_of_texts_with_as_many_of_the_words_those_come_first_that_resemble_the_best(tmp_path):
    best = [("en", "Quince, medlar and plum: the orchards of Korça after the frost")] * 4
    other, alike = ("en", "Quince, medlar: embassies of Vienna"), ("en", "Quince, medlar: orchards of Korça")
    nothing = [("en", "Nothing of the kind")] * 20
    with open_writer(tmp_path) as writer:
        writer.apply(a_log(*best, alike, other, *nothing).records)

    answer = open_reader(tmp_path).current.query(
        Query(filter=Filter(words="quince medlar plum fig cherry"), order="relevance", lenient=True)
    )

    assert answer.relaxed
    assert [item.edition.number for item in answer.items][4:] == [5, 6]


def test_all_pages_of_a_search_with_some_of_many_words_agree(tmp_path):
    texts = [("en", f"Quince {'medlar ' * (1 + number % 3)}in orchard {number}") for number in range(60)]
    with open_writer(tmp_path) as writer:
        writer.apply(a_log(*texts, *[("en", "Nothing of the kind")] * 130).records)
    archive = open_reader(tmp_path).current
    query = Query(filter=Filter(words="quince medlar plum fig cherry"), order="relevance", size=10, lenient=True)

    answers = [archive.query(msgspec.structs.replace(query, page=page)) for page in (3, 1, 2, 4, 5, 6, 7)]

    numbers = [item.edition.number for answer in answers for item in answer.items]
    assert sorted(numbers) == list(range(1, 61))
    assert {(answer.relaxed, answer.reachable, answer.total) for answer in answers} == {(True, 60, 0)}
    assert all(item.partial for answer in answers for item in answer.items)


def test_pages_of_a_ranking_continue_one_another_however_far_it_has_been_worked_out(tmp_path):
    log = a_log(*[("en", f"Harvest {'of plums ' * (number % 3)}") for number in range(250)])
    with open_writer(tmp_path) as writer:
        writer.apply(log.records)
    whole = [
        item.edition.number
        for page in range(1, 6)
        for item in open_reader(tmp_path)
        .current.query(Query(filter=Filter(words="harvest"), order="relevance", page=page, size=50))
        .items
    ]

    assert sorted(whole) == list(range(1, 251))


def test_a_phrase_does_not_run_from_one_passage_into_the_next(archive_of):
    log = Log()
    log.publish(an_edition(1, headline="Head one", lead="two tail", body=(Text(html="<p>three</p><p>four</p>"),)))

    archive = archive_of(log)

    assert found(archive, '"one two"') == []
    assert found(archive, '"three four"') == [1]


def test_only_texts_in_the_chosen_languages_are_found(archive_of):
    log = Log()
    log.publish(an_edition(1, "en", headline="Flood"))
    log.publish(an_edition(1, "ru", headline="Наводнение"))

    archive = archive_of(log)

    assert found(archive, "flood", languages=("en",)) == [1]
    assert found(archive, "flood", languages=("ru",)) == []
    answer = archive.query(Query(filter=Filter(words="flood"), reader="ru"))
    assert [(count.slug, count.count) for count in answer.facets.languages] == [("en", 1)]
    assert answer.items[0].edition.language == "en"
    assert answer.items[0].languages == ("en", "ru")


def test_words_of_a_text_that_is_not_public_find_nothing(archive_of):
    log = a_log(("en", "Secretword one"), ("en", "Secretword two"))
    log.publish(an_edition(1, headline="Harmless"), "corrected", "A correction.")
    log.publish(an_edition(2, headline="Secretword two"), "withdrawn", "Withdrawn.")

    archive = archive_of(log)

    assert found(archive, "secretword") == []
    assert archive.autocomplete("secret", "en") in ([], ())
    assert archive.query(Query(filter=Filter(words="secretwrod"))).suggestion == ""


def test_a_letter_alone_is_no_slip_of_another(archive_of):
    archive = archive_of(a_log(("en", "A police station")))

    for words in ("警察 police", "x police", "警 station"):
        assert archive.query(Query(filter=Filter(words=words))).suggestion == ""


def test_a_slip_is_mended_only_if_that_finds_something(archive_of):
    log = a_log(("en", "Korça elections"), ("en", "Elections in Tirana"))
    log.set(a_topic("policing"))
    log.publish(an_edition(2, headline="Elections in Tirana", topics=refs("policing"), lead="", body=()), "updated")

    archive = archive_of(log)

    def suggestion(words, **given):
        return archive.query(Query(filter=Filter(words=words, **given))).suggestion

    assert suggestion("Korcka").lower() in ("korça", "korca")
    assert suggestion("elektions").lower() == "elections"
    assert suggestion("tirana elecitons").lower() == "tirana elections"
    assert suggestion("Korcka", topics=("policing",)) == ""
    assert suggestion("xyzzy") == ""
    assert suggestion("korca tirana") == ""
    assert suggestion("elections") == ""


def test_a_slip_is_mended_in_the_readers_language_first(archive_of):
    archive = archive_of(
        a_log(("fr", "Élections"), ("fr", "Des élections"), ("en", "Elections"), ("en", "We have kaspian seas"))
    )

    def suggestion(words, reader):
        return archive.query(Query(filter=Filter(words=words), reader=reader)).suggestion.lower()

    assert suggestion("elektions", "en") == "elections"
    assert suggestion("elektions", "fr") in ("élections", "elections")
    assert suggestion("kaspyan", "fr") == "kaspian"
    assert suggestion("naïve", "en") == ""


def test_hints_are_headlines_whose_words_begin_so_newest_first_each_release_once(archive_of):
    log = a_log(("en", "Border guards"), ("en", "A guard at the Bordeaux gate"), ("fr", "Gardes-frontières"))
    log.publish(an_edition(1, "fr", headline="Bord et gardes", edited_at=NOON))

    archive = archive_of(log)

    assert [(hint.number, hint.language) for hint in archive.autocomplete("bor", "fr")] == [(2, "en"), (1, "fr")]
    assert [hint.number for hint in archive.autocomplete("gua bord", "en")] == [2, 1]
    assert [hint.number for hint in archive.autocomplete("GARDES fron", "en")] == [3]
    assert [hint.number for hint in archive.autocomplete("b", "en", 1)] == [2]
    assert not archive.autocomplete("", "en")
    assert not archive.autocomplete(".*", "en")


def test_ranked_hits_end_at_a_thousand_and_those_by_date_do_not(tmp_path):
    log = Log()
    for number in range(1, 1102):
        log.publish(
            an_edition(number, headline="Flood", lead="", body=(), published_at=NOON + dt.timedelta(hours=number))
        )
    with open_writer(tmp_path) as writer:
        writer.apply(log.records)
    archive = open_reader(tmp_path).current

    ranked = archive.query(Query(filter=Filter(words="flood"), order="relevance", page=20, size=50))
    behind = archive.query(Query(filter=Filter(words="flood"), order="relevance", page=21, size=50))
    dated = archive.query(Query(filter=Filter(words="flood"), page=23, size=50))

    assert (ranked.total, ranked.reachable, len(ranked.items)) == (1101, 1000, 50)
    assert behind.items == ()
    assert (dated.reachable, [item.edition.number for item in dated.items]) == (1101, [1])


def test_the_headline_and_the_reader_s_language_come_first(tmp_path):
    log = Log()
    log.publish(an_edition(1, "en", headline="Sarajevo", lead="", body=()))
    log.publish(an_edition(2, "fr", headline="Sarajevo", lead="", body=()))
    log.publish(an_edition(3, "en", headline="Other", lead="About Sarajevo.", body=()))
    with open_writer(tmp_path) as writer:
        writer.apply(log.records)
    archive = open_reader(tmp_path).current

    def order(reader):
        answer = archive.query(Query(filter=Filter(words="sarajevo"), order="relevance", reader=reader))
        return [item.edition.number for item in answer.items]

    assert order("en")[0] == 1
    assert order("fr")[0] == 2
    assert order("de").index(1) < order("de").index(3)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    with open_writer(folder) as writer:
        writer.apply(a_log(("en", "Korça AND elections: (a) *b*"), ("ja", "東京都"), ("ar", "الأمن")).records)
    return open_reader(folder).current


_rubbish = st.text(max_size=80) | st.text(alphabet="\"'AND OR NOT()[]{}*?~^:\\/+-!|&<>«»a東ا\u0301 ", max_size=60)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_rubbish, st.sampled_from(["date", "relevance"]))
def test_anything_typed_is_a_harmless_search(small, typed, order):
    answer = small.query(Query(filter=Filter(words=typed), order=order))

    assert answer.total <= 3
    assert len(answer.items) == answer.total
    assert all(
        "<" not in item.headline_html.replace("<mark>", "").replace("</mark>", "")
        for item in answer.items
        if item.headline_html
    )
    assert len(small.autocomplete(typed, "en")) <= 3
