from hypothesis import given
from hypothesis import strategies as st

from dateline.archive.search_terms import FEW, LENGTH, PIECES, Piece, enough, wanted


def test_words_are_found_in_all_their_forms_and_quoted_ones_as_they_stand():
    assert wanted('Elections "Human Rights" 2024') == (
        Piece(("elections",), "Elections"),
        Piece(("human", "rights"), quoted=True),
        Piece(("2024",), "2024"),
    )


def test_quotation_marks_of_all_languages_quote():
    for typed in ("«human rights»", "“human rights”", "„human rights“", '"human rights'):
        assert wanted(typed) == (Piece(("human", "rights"), quoted=True),)


def test_an_elided_article_is_passed_over():
    assert wanted("l’élection") == (Piece(("election",), "élection", "lelection"),)
    assert wanted("d'Ivoire") == (Piece(("ivoire",), "Ivoire", "divoire"),)


def test_letters_of_scripts_without_spaces_must_stand_together():
    assert wanted("東京都 選") == (Piece(("東", "京", "都")), Piece(("選",)))


def test_a_word_typed_twice_is_looked_for_once():
    assert len(wanted("news news NEWS")) == 2  # as typed in two ways, which may have two stems


def test_few_words_must_all_be_there_and_of_many_a_page_of_releases_with_all_is_enough():
    words = ["human", "rights", "in", "south", "caucasus"]

    assert [enough(wanted(" ".join(words[:count]))) for count in range(6)] == [0, 0, 0, 1, 1, FEW]
    assert enough(wanted('rights in south caucasus "human rights" "Tbilisi"')) == 1


def test_what_is_no_word_is_nothing():
    assert wanted('  !? "" «» ( * ') == ()
    assert wanted("\u0301 -- …") == ()
    assert wanted("") == ()


@given(st.text(max_size=600))
def test_anything_typed_is_a_few_pieces_without_empty_ones(typed):
    pieces = wanted(typed)

    assert len(pieces) <= PIECES
    assert all(piece.folded and all(piece.folded) for piece in pieces)
    if len(typed) <= LENGTH or typed[LENGTH].isspace():
        assert wanted(typed[:LENGTH]) == pieces


def test_no_word_is_cut_in_two():
    assert wanted("police " * 200) == (Piece(("police",), "police"),)
    assert wanted("a" * 300) == wanted("a" * LENGTH)
    assert wanted("news " + "東" * 300)[1:] == (Piece(("東",) * (LENGTH - 5)),)
