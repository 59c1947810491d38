import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dateline.archive.embedded.listing import FACETS, Listing, Row

_slugs = st.lists(st.sampled_from("abc"), max_size=2, unique=True).map(tuple)
_rows = st.builds(
    Row,
    st.integers(1, 12),
    st.integers(-3, 3),
    _slugs,
    _slugs,
    _slugs,
    st.lists(st.sampled_from("xyz"), min_size=1, max_size=2, unique=True).map(tuple),
)
_changes = st.lists(st.tuples(st.integers(1, 12), st.none() | _rows), max_size=6)


@given(st.lists(_changes, max_size=6))
def test_a_listing_is_what_a_sorted_list_would_be_and_earlier_ones_stay_as_they_were(steps):
    listing, expected = Listing.empty(), {}
    earlier = []
    for step in steps:
        earlier.append((listing, dict(expected)))
        rows = {}
        for number, row in step:
            if row is None:
                rows[number] = None
                expected.pop(number, None)
            else:
                rows[row.number] = expected[row.number] = row
        listing = listing.changed(rows)
    for state, content in [*earlier, (listing, expected)]:
        _assert_is(state, content)


def _assert_is(listing, content):
    rows = sorted(content.values(), key=lambda row: (row.moment, row.number))
    assert listing.numbers.tolist() == [row.number for row in rows]
    assert listing.moments.tolist() == [row.moment for row in rows]
    for ordinal, row in enumerate(rows):
        assert listing.ordinal(row.number) == ordinal
        for facet in FACETS:
            assert set(listing.values(facet, ordinal)) == set(getattr(row, facet))
    for facet in FACETS:
        assert all(bitmap and max(bitmap) < len(rows) for bitmap in listing.bitmaps[facet].values())
    assert [listing.at(place) for place in listing.by_number(from_number=3)] == sorted(n for n in content if n >= 3)


def test_numbers_that_are_not_listed_have_no_ordinal():
    listing = Listing.empty().changed({5: Row(5, 0, (), (), (), ("en",))})

    assert [listing.ordinal(number) for number in (0, -1, 4, 6, 1 << 40)] == [None] * 5
    assert listing.ordinals(np.array([1, 5, 9], np.uint32)).tolist() == [-1, 0, -1]
