import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.archive.search_parser import MAX_CHARS, MAX_TERMS, days_in, has_operators, parse_query
from dateline.archive.search_terms import ENOUGH_HITS, Day, Reference, Term, minimum_hits

LANGUAGES = ("ar", "en", "fr", "ru")


def parse_terms(typed, languages=LANGUAGES):
    return parse_query(typed, languages).terms


def plainly(typed):
    """Each term's words, without the forms that serve as well."""
    return [term.folded for term in parse_terms(typed)]


def test_words_are_found_in_all_their_forms_and_quoted_ones_as_they_stand():
    assert parse_terms('Elections "Human Rights" 2024') == (
        Term(("elections",), "Elections"),
        Term(("human", "rights"), quoted=True),
        Term(("2024",), "2024"),
    )


def test_quotation_marks_of_all_languages_quote():
    for typed in ("«human rights»", "“human rights”", "„human rights“", '"human rights'):
        assert parse_terms(typed) == (Term(("human", "rights"), quoted=True),)


def test_an_elided_article_is_passed_over():
    assert parse_terms("l’élection") == (Term(("election",), "élection", ("lelection",)),)
    assert parse_terms("d'Ivoire") == (Term(("ivoire",), "Ivoire", ("divoire",)),)


def test_letters_of_scripts_without_spaces_must_stand_together():
    assert parse_terms("東京都 選") == (Term(("东", "京", "都")), Term(("选",)))  # folded to simplified characters


def test_a_word_typed_twice_is_looked_for_once():
    assert plainly("news 京 news 京 NEWS") == [("news",), ("京",), ("news",)]  # NEWS may have another stem


def test_few_words_must_all_be_there_and_of_many_a_page_of_releases_with_all_is_enough():
    words = ["human", "rights", "in", "south", "caucasus"]

    assert [minimum_hits(parse_terms(" ".join(words[:count]))) for count in range(6)] == [0, 0, 1, 1, 1, ENOUGH_HITS]
    assert minimum_hits(parse_terms('rights in south caucasus "human rights" "Tbilisi"')) == 1


def test_what_is_no_word_is_nothing():
    assert parse_terms('  !? "" «» ( * ') == ()
    assert parse_terms("\u0301 -- …") == ()
    assert parse_terms("") == ()


@given(st.text(max_size=600))
def test_anything_typed_is_a_few_pieces_without_empty_ones(typed):
    terms = parse_terms(typed)

    assert len(terms) <= MAX_TERMS
    assert all(term.folded and all(term.folded) for term in terms)
    if len(typed) <= MAX_CHARS or typed[MAX_CHARS].isspace():
        assert parse_terms(typed[:MAX_CHARS]) == terms


def test_no_word_is_cut_in_two():
    assert set(plainly("police " * 200)) == {("police",)}
    assert parse_terms("a" * 300) == parse_terms("a" * MAX_CHARS)
    assert parse_terms("news " + "京" * 300)[1:] == (Term(("京",) * (MAX_CHARS - 5)),)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1480", [("1480",)]),
        ("1,480 officers", [("1480",), ("officers",)]),
        ("1 480 agents", [("1480",), ("agents",)]),
        ("1.480", [("1480",)]),
        ("1’480’000", [("1480000",)]),
        ("1 250 000", [("1250000",)]),
        ("+999 555 0151", [("999",), ("555",), ("0151",)]),
        ("999 555 0151", [("999",), ("555",), ("0151",)]),
        ("61.4 million", [("61", "4"), ("million",)]),
        ("31/2024", [("31", "2024")]),
        ("120 2026", [("120",), ("2026",)]),
        ("C-311/18", [("c",), ("311",), ("18",)]),
    ],
)
def test_the_digits_of_a_number_stand_together_however_they_are_grouped(typed, words):
    assert plainly(typed) == words


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("F-16", "f16"),
        ("F 16", "f16"),
        ("e-government", "egovernment"),
        ("O'Brien", "obrien"),
        ("کتاب های", "كتابهاي"),
        ("sea mine", "seamine"),
        ("state-of-the-art", "stateoftheart"),
        ("555 0151", "5550151"),
        ("press.x@exo.example", "pressxexoexample"),
        ("1000th", "1000"),
        ("مسئول", "مسوول"),
        ("00999 5550151", "9995550151"),
        ("009995550151", "9995550151"),
    ],
)
def test_what_is_typed_as_several_words_is_found_as_one(typed, form):
    terms = parse_terms(typed)

    assert all(form in term.forms for term in terms) or typed.startswith("00999 ")
    assert any(form in (*term.forms, "".join(t.folded[0] for t in terms)[2:]) for term in terms)


def test_a_letter_is_not_joined_to_its_neighbour():
    assert all(not term.forms for term in parse_terms("a way"))


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("spot report 17 May 2023", [Day(2023, 5, 17)]),
        ("2023-05-17", [Day(2023, 5, 17)]),
        ("17.05.2023", [Day(2023, 5, 17)]),
        ("le 17 mai 2023", [Day(2023, 5, 17)]),
        ("17 мая 2023", [Day(2023, 5, 17)]),
        ("17 مايو 2023", [Day(2023, 5, 17)]),
        ("May 17, 2023", [Day(2023, 5, 17)]),
        ("17 May", [Day(0, 5, 17)]),
        ("5/6/2023", [Day(2023, 5, 6), Day(2023, 6, 5)]),
        ("2023", []),
        ("31/2024", []),
        ("may 2023", []),
        ('"17 May 2023"', []),
    ],
)
def test_days_of_a_query_are_read_in_every_language_and_order(typed, days):
    assert list(days_in(typed, LANGUAGES)) == days


def test_a_day_is_one_term_and_matches_as_typed_as_well():
    assert parse_terms("spot report 17 May 2023")[2] == Term(("17", "may", "2023"), days=(Day(2023, 5, 17),))


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("120", Reference(120)),
        ("release 120", Reference(120)),
        ("Release № 120", Reference(120)),
        ("#120", Reference(120)),
        ("ASCO 120/2026", Reference(120, 2026)),
        ("ОСАМ 120/2026", Reference(120, 2026)),
        ("120/2026", Reference(120, 2026)),
        ("2026", None),
        ("release 2026", Reference(2026)),
        ("120 houses", None),
        ("houses 120", None),
        ("0", None),
        ("daily report 31/2024", None),
    ],
)
def test_a_number_that_stands_alone_or_after_the_newsroom_s_name_names_a_release(typed, reference):
    assert parse_query(typed, LANGUAGES, frozenset({"asco", "осам"})).reference == reference


def test_a_minus_excludes_a_word_or_a_phrase_and_elsewhere_it_is_a_hyphen():
    assert [term.folded for term in parse_query("storm -relief").excluded] == [("relief",)]
    assert [term.folded for term in parse_query('storm -"sea mine"').excluded] == [("sea", "mine")]
    for typed in ("storm - relief", "storm-relief", "-5 degrees", "-storm", "MH -17"):
        assert not parse_query(typed).excluded
    assert parse_query("-storm").terms[0].folded == ("storm",)


def test_or_between_words_makes_them_alternatives_and_alone_it_does_nothing():
    either = parse_terms("flood OR licences coast")

    assert [term.folded for term in either] == [("flood",), ("coast",)]
    assert [other.folded for other in either[0].either] == [("licences",)]
    assert [other.folded for other in parse_terms('"sea mine" OR buoy')[0].either] == [("buoy",)]
    assert plainly("OR") == []
    assert plainly("OR flood OR") == [("flood",)]
    assert plainly("flood or licences") == [("flood",), ("or",), ("licences",)]


def test_a_star_at_the_end_of_a_word_is_for_all_that_begins_so():
    assert parse_terms("Arzneimittel*") == (Term(("arzneimittel",), "Arzneimittel", prefix=True),)
    assert not any(term.prefix for term in parse_terms("a* * ab*"))


@pytest.mark.parametrize("typed", ['"a"', "a -b", "a OR b", "abc*", "a | b"])
def test_operators_are_noticed(typed):
    assert has_operators(typed)
    assert not has_operators("storm-relief or -5 * a - b")


def test_what_is_typed_twice_is_one_term():
    assert len(parse_terms("東 東")) == 1
    assert msgspec.structs.asdict(parse_query("東 東"))["minimum"] == 1
