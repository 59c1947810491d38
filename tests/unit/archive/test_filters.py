import datetime as dt
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.archive.errors import MalformedValueError, UnknownValueError
from dateline.archive.filters import MAX_WORDS_CHARS, parse, serialize, usual_query
from dateline.archive.query import SIZES, Filter, Query
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import Log, a_kind, a_newsroom, a_topic, an_edition, an_office, refs


def an_archive() -> NaiveArchive:
    log = Log()
    log.set(a_newsroom(), *map(an_office, ("mission", "secretariat")), *map(a_topic, ("policing", "water")))
    log.set(*map(a_kind, ("news", "statement")))
    log.publish(an_edition(language="pt-BR", offices=refs("former-mission")))
    return NaiveArchive(log.records)


ARCHIVE = an_archive()


def asked(query: str):
    return parse(parse_qsl(query, keep_blank_values=True), ARCHIVE, reader="fr")


def some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(st.sampled_from(values)).map(lambda chosen: tuple(sorted(chosen)))


def asked_words(text: str) -> str:
    return parse([("q", text)], ARCHIVE, reader="en").query.filter.words


@st.composite
def queries(draw) -> Query:
    days = sorted(draw(st.lists(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)), min_size=2, max_size=2)))
    filter_ = Filter(
        kinds=draw(some("news", "statement")),
        offices=draw(some("mission", "secretariat")),
        topics=draw(some("policing", "water")),
        languages=draw(some("en", "ar", "pt-BR")),
        from_on=draw(st.sampled_from([None, days[0]])),
        until_on=draw(st.sampled_from([None, days[1]])),
        words=draw(st.text(max_size=300).map(asked_words)),
    )
    return Query(
        filter=filter_,
        reader="fr",
        order=draw(st.sampled_from(["date", "relevance"])) if filter_.words else "date",
        verbatim=bool(filter_.words) and draw(st.booleans()),
        page=draw(st.integers(1, 9_999_999)),
        size=draw(st.sampled_from(SIZES)),
    )


@given(queries())
def test_what_is_written_is_read_again(query):
    assert asked(serialize(query)).query == query


@given(queries())
def test_the_clean_form_is_its_own_clean_form(query):
    clean = serialize(query)

    assert asked(clean).clean == clean


@given(queries(), st.randoms(use_true_random=False))
def test_order_repetition_and_unknown_parameters_do_not_change_the_clean_form(query, random):
    clean = serialize(query)
    pairs = parse_qsl(clean)
    repeated = pairs + [pair for pair in pairs if pair[0] in ("kind", "office", "topic", "language")]
    strewn = [*repeated, ("utm_source", "mail"), ("office", ""), ("q", " ")]
    random.shuffle(strewn)

    assert parse(strewn, ARCHIVE, reader="fr").clean == clean


@given(st.lists(st.tuples(st.sampled_from(["q", "kind", "from", "page", "size", "order"]), st.text(max_size=20))))
def test_whatever_comes_is_read_or_refused(pairs):
    try:
        found = parse(pairs, ARCHIVE, reader="en")
    except (MalformedValueError, UnknownValueError):
        return

    assert asked(found.clean).clean == found.clean


def test_parameters_stand_in_one_order():
    written = asked(
        "page=2&size=50&order=relevance&until=2024-07-01&from=2024-06-01&language=ar&topic=water&topic=policing"
        "&office=mission&kind=news&q=two+words"
    ).clean

    assert written == (
        "q=two+words&kind=news&office=mission&topic=policing&topic=water&language=ar&from=2024-06-01"
        "&until=2024-07-01&size=50&page=2"
    )
    assert asked("verbatim=1&order=date&size=50&q=two").clean == "q=two&order=date&verbatim=1&size=50"


def test_values_are_written_sorted_and_once_each():
    filter_ = Filter(offices=("secretariat", "mission", "secretariat"))

    assert serialize(Query(filter=filter_)) == "office=mission&office=secretariat"


def test_defaults_are_left_out():
    assert asked("page=1&size=20&order=date&q=&from=").clean == ""


def test_letters_of_all_scripts_and_signs_are_encoded():
    assert asked("q=%D0%A8%D1%83+%26%3D%23%2B").clean == "q=%D0%A8%D1%83+%26%3D%23%2B"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("  two \t\n words  ", "two words"),
        ("a\x00b\x1fc", "a b c"),
        ("half \ud800 letter", "half letter"),
        ("e\u0301", "é"),
        ("\u00a0\u3000", ""),
        ("x" * 300, "x" * MAX_WORDS_CHARS),
        ("x" * 199 + " y", "x" * 199),
    ],
)
def test_words_are_folded_trimmed_and_cut(typed, meant):
    assert asked_words(typed) == meant


def test_relevance_needs_words_and_is_usual_with_them():
    assert asked("order=relevance").query.order == "date"
    assert asked("q=flood").query.order == "relevance"
    assert asked("order=relevance&q=flood").clean == "q=flood"
    assert asked("order=date&q=flood").query.order == "date"


def test_the_usual_query_of_a_filter_has_the_filter_alone_in_its_address():
    assert serialize(usual_query(Filter(words="flood"))) == "q=flood"
    assert serialize(usual_query(Filter(offices=("mission",)))) == "office=mission"


def test_words_as_typed_need_words():
    assert asked("q=flood&verbatim=1").query.verbatim
    assert not asked("verbatim=1").query.verbatim
    assert asked("q=flood&verbatim=yes").clean == "q=flood"


def test_the_first_of_what_may_stand_once_counts():
    assert asked("page=3&page=4&q=first&q=second").clean == "q=first&page=3"


@pytest.mark.parametrize(
    ("query", "parameter", "value"),
    [
        ("office=nowhere&office=mission", "office", "nowhere"),
        ("topic=mission", "topic", "mission"),
        ("kind=NEWS", "kind", "NEWS"),
        ("language=xx", "language", "xx"),
    ],
)
def test_a_value_nobody_knows_is_refused(query, parameter, value):
    with pytest.raises(UnknownValueError) as refused:
        asked(query)

    assert (refused.value.parameter, refused.value.value) == (parameter, value)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("from=20240603", "from"),
        ("from=2024-W23-1", "from"),
        ("from=2024-02-30", "from"),
        ("until=yesterday", "until"),
        ("from=2024-06-02&until=2024-06-01", "from"),
        ("from=٢٠٢٤-٠٦-٠٣", "from"),
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=1.5", "page"),
        ("page=٢", "page"),
        ("page=100000000000000000000", "page"),
        ("size=21", "size"),
        ("size=all", "size"),
        ("order=random", "order"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused(query, parameter):
    with pytest.raises(MalformedValueError) as refused:
        asked(query)

    assert refused.value.parameter == parameter


def test_one_day_is_a_time():
    query = asked("from=2024-06-03&until=2024-06-03").query

    assert query.filter.from_on == query.filter.until_on == dt.date(2024, 6, 3)


def test_tags_of_languages_have_no_case_and_name_their_families():
    log = Log()
    log.publish(an_edition(1, language="sr-Latn"))
    log.publish(an_edition(2, language="zh-Hant"))
    archive = NaiveArchive(log.records)

    def total(query):
        return archive.total(parse(parse_qsl(query), archive, reader="en").query.filter)

    assert [total(f"language={tag}") for tag in ("sr", "sr-latn", "SR-LATN", "zh", "zh-Hant")] == [1] * 5
    assert total("language=sr&language=zh") == 2
    assert parse([("language", "sr-latn")], archive, reader="en").clean == "language=sr-Latn"
    with pytest.raises(UnknownValueError):
        total("language=s")


def test_an_interface_language_without_releases_is_known():
    assert asked("language=ru").query.filter.languages == ("ru",)


def test_what_releases_carry_is_known_without_a_description():
    assert asked("office=former-mission&language=pt-BR").query.filter.offices == ("former-mission",)
