"""Tests that share a fixture of their module go to one process together."""

from types import SimpleNamespace

from tests.conftest import pytest_xdist_make_scheduler
from tests.support.scheduling import Sharing, unit_of


def test_a_file_with_a_fixture_of_the_module_is_one_unit():
    file = "tests/faults/test_crowd.py"

    assert unit_of(f"{file}::test_whoever_overdoes_it[a::b/c]") == unit_of(f"{file}::test_another") == file


def test_every_other_test_is_a_unit_of_its_own():
    one, two = "tests/unit/test_scheduling.py::test_one", "tests/unit/test_scheduling.py::test_two"

    assert (unit_of(one), unit_of(two)) == (one, two)


def test_make_test_hands_out_these_units():
    config = SimpleNamespace(getvalue={"dist": "loadgroup", "tx": ["popen"]}.get)

    assert isinstance(pytest_xdist_make_scheduler(config, None), Sharing)
