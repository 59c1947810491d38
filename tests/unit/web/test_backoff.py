from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.runtime import supervisor
from dateline.web.backoff import backoff_s


def test_pauses_double_up_to_the_longest():
    pause_s = partial(backoff_s, first_s=0.25, longest_s=30.0)

    assert [pause_s(failures) for failures in (1, 2, 3, 4)] == [0.25, 0.5, 1.0, 2.0]
    assert pause_s(0) == pause_s(1)
    assert pause_s(1_000_000) == 30.0


def test_a_process_that_keeps_dying_is_started_again_within_half_a_minute():
    assert (supervisor.FIRST_PAUSE_S, supervisor.LONGEST_PAUSE_S) == (0.25, 30.0)


@given(st.integers(-5, 10**9), st.floats(1.0, 10.0))
def test_a_pause_never_shrinks_and_never_exceeds_its_bounds(failures, factor):
    pause_s = partial(backoff_s, first_s=1.0, longest_s=3600.0, factor=factor)

    assert 1.0 <= pause_s(failures) <= pause_s(failures + 1) <= 3600.0


@pytest.mark.parametrize(("failures", "seconds"), [(1, 1), (2, 3), (3, 9), (30, 28_800)])
def test_another_factor(failures, seconds):
    assert backoff_s(failures, first_s=1.0, longest_s=28_800.0, factor=3.0) == seconds
