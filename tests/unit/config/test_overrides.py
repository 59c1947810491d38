"""The files that close a release: written whole, read whatever they hold, never opened by an accident."""

import datetime as dt
import os
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.archive import overrides
from dateline.archive.overrides import Override
from dateline.public.http.active_overrides import OverridesReader

NOON = dt.datetime(2024, 6, 3, 12, tzinfo=dt.UTC)


def an_override(number: int = 7, **facts) -> Override:
    return Override(number=number, notice="Taken away.", at=NOON, **facts)


def test_what_is_written_is_read(tmp_path):
    written = an_override(languages=("en", "fr"), notices={"fr": "Enlevé."}, files=("a.webp",))

    path = overrides.write(tmp_path / "overrides", written)

    assert path.name == "7.json"
    assert overrides.read_all(tmp_path / "overrides") == {7: written}
    assert path.read_bytes().startswith(b'{"at":"2024-06-03T12:00:00Z","files":["a.webp"],"is":"override"')
    assert [found.name for found in path.parent.iterdir()] == ["7.json"], "nothing half-written is left"


@pytest.mark.parametrize("rubbish", [b"", b"{", b"\xff\x00", b"null", b'{"is":"override"}', b"[" * 100_000])
def test_a_file_that_cannot_be_read_closes_every_language_of_its_number(tmp_path, rubbish):
    overrides.write(tmp_path, an_override(languages=("en",)))
    (tmp_path / "7.json").write_bytes(rubbish)

    (found,) = overrides.read_all(tmp_path).values()

    assert (found.number, found.languages, found.notice) == (7, (), "")
    assert overrides.unreadable(tmp_path) == ["7.json"]


def test_the_name_decides_which_release_is_closed(tmp_path):
    overrides.write(tmp_path, an_override(8, languages=("en",))).rename(tmp_path / "7.json")

    assert overrides.read_all(tmp_path)[7].removal().covers("fr")


@pytest.mark.parametrize("name", [".7.json.123", "07.json", "7.json~", "x.json", "1234567890.json", "7"])
def test_other_files_close_nothing(tmp_path, name):
    (tmp_path / name).write_text("{}")

    assert overrides.read_all(tmp_path) == {}
    assert overrides.fingerprint(tmp_path) == ()


LANGUAGES = st.lists(st.sampled_from(["en", "fr", "ru", "ar"]), max_size=3, unique=True).map(tuple)


@given(LANGUAGES, LANGUAGES)
def test_a_second_override_never_closes_less(first, second):
    both = an_override(languages=second).merged_with(an_override(languages=first, files=("a.webp",))).removal()

    for language in ("en", "fr", "ru", "ar", "de"):
        meant = any(an_override(languages=one).removal().covers(language) for one in (first, second))
        assert both.covers(language) == meant


def test_each_language_has_its_own_notice_or_the_common_one():
    gone = an_override(notices={"fr": "Enlevé."}).removal()

    assert [(note.text, note.language) for note in (*gone.notes("fr"), *gone.notes("ru"))] == [
        ("Enlevé.", "fr"),
        ("Taken away.", "ru"),
    ]
    only_french = Override(number=7, notices={"fr": "Enlevé."}, at=NOON).removal()
    assert [(note.text, note.language) for note in only_french.notes("ru")] == [("Enlevé.", "fr")]


def test_a_process_notices_each_change_and_what_tells_pages_apart_changes_with_it(tmp_path):
    watched = OverridesReader(tmp_path)
    digests = [watched.refresh().digest]

    for override in (an_override(), an_override(languages=("en",)), an_override(files=("a.webp",))):
        overrides.write(tmp_path, override)
        digests.append(watched.refresh().digest)
    overrides.lift(tmp_path, 7)

    assert len(set(digests)) == 4
    assert watched.refresh().digest == digests[0] == ""


def test_a_folder_that_is_lost_opens_nothing(tmp_path):
    folder = tmp_path / "overrides"
    overrides.write(folder, an_override())
    watched = OverridesReader(folder)
    closed = watched.refresh()

    shutil.rmtree(folder)

    assert watched.refresh() is closed
    assert OverridesReader(folder).refresh().removals == (), "who starts without one has none"


def test_an_order_given_by_root_does_not_lock_others_out(tmp_path):
    before = os.umask(0o077)
    try:
        overrides.update(tmp_path, 7, an_override().merged_with)
    finally:
        os.umask(before)

    assert {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {"7.json": 0o644, ".lock": 0o644}


def test_two_orders_at_once_are_both_kept(tmp_path):
    languages = [f"a{letter}" for letter in "abcdefghij"]
    with ThreadPoolExecutor(10) as threads:
        orders = [an_override(languages=(language,)).merged_with for language in languages]
        list(threads.map(lambda order: overrides.update(tmp_path, 7, order), orders))

    assert overrides.read(tmp_path, 7).languages == tuple(languages)
