from hypothesis import given
from hypothesis import strategies as st

from dateline.archive.search_terms import ENOUGH_HITS, MAX_CHARS, MAX_TERMS, Term, minimum_hits, parse_terms


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
    assert parse_terms("l’élection") == (Term(("election",), "élection", "lelection"),)
    assert parse_terms("d'Ivoire") == (Term(("ivoire",), "Ivoire", "divoire"),)


def test_letters_of_scripts_without_spaces_must_stand_together():
    assert parse_terms("東京都 選") == (Term(("東", "京", "都")), Term(("選",)))


def test_a_word_typed_twice_is_looked_for_once():
    assert len(parse_terms("news news NEWS")) == 2  # as typed in two ways, which may have two stems


def test_few_words_must_all_be_there_and_of_many_a_page_of_releases_with_all_is_enough():
    words = ["human", "rights", "in", "south", "caucasus"]

    assert [minimum_hits(parse_terms(" ".join(words[:count]))) for count in range(6)] == [0, 0, 0, 1, 1, ENOUGH_HITS]
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
    assert parse_terms("police " * 200) == (Term(("police",), "police"),)
    assert parse_terms("a" * 300) == parse_terms("a" * MAX_CHARS)
    assert parse_terms("news " + "東" * 300)[1:] == (Term(("東",) * (MAX_CHARS - 5)),)
