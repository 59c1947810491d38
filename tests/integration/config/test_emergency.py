"""What the worker makes of overrides: in the log once, files of others open again, nothing made of rubbish."""

import pytest

from dateline.archive import overrides
from dateline.archive.overrides import Override
from dateline.newsroom.desk import actions
from dateline.newsroom.desk.editions import originals
from dateline.runtime import override_removals
from dateline.runtime.home import Home, prepare
from tests.support.desk.builders import NOON, a_published, a_superuser, an_attachment, log_entries, minutes

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home")
    prepare(home, {"DATELINE_DATABASE_URL": "elsewhere"})
    return home


def _settled(home, text):
    override_removals.enter_all(home, at=minutes(5))
    text.refresh_from_db()
    return text.state


def test_an_override_is_entered_once_with_its_notice(home):
    text = a_published()
    overrides.write(home.overrides, Override(number=text.release.number, notice="Wrong.", at=NOON))

    states = [_settled(home, text), _settled(home, text)]

    assert states == ["removed", "removed"]
    assert [record.entry.change for record in log_entries(text)] == ["published", "removed"]
    assert b"Wrong." in log_entries(text)[-1].notice


@pytest.mark.parametrize("rubbish", ["", "{", '{"number":1}'])
def test_rubbish_closes_and_removes_nothing_for_good(home, rubbish):
    text = a_published()
    (home.overrides / f"{text.release.number}.json").write_text(rubbish)

    assert _settled(home, text) == "published"


def test_an_override_of_no_release_stays_as_it_is(home):
    overrides.write(home.overrides, Override(number=999, notice="Wrong.", at=NOON))

    override_removals.enter_all(home, at=NOON)

    assert overrides.read(home.overrides, 999)


def test_files_that_others_name_are_open_again_and_files_that_are_gone_are_forgotten(home):
    shared, own = (an_attachment(name, name.encode()) for name in ("shared", "own"))
    blocks = [("download", {"attachment": one, "title": ""}) for one in (own, shared)]
    text = a_published(body=blocks)
    a_published("Other", body=blocks[1:])
    names = {one.title: originals.attachment(one).file for one in (own, shared)}
    for name in names.values():
        (home.public_media / name).write_bytes(b"x")
    files = tuple(sorted(names.values()))
    overrides.write(home.overrides, Override(number=text.release.number, notice="Wrong.", at=NOON, files=files))

    override_removals.enter_all(home, at=minutes(5))
    assert overrides.read(home.overrides, text.release.number).files == (names["own"],)
    (home.public_media / names["own"]).unlink()
    override_removals.enter_all(home, at=minutes(5))

    assert overrides.read(home.overrides, text.release.number).files == ()


def test_when_a_release_is_erased_its_override_loses_its_words_and_closes_on(home):
    text = a_published()
    number = text.release.number
    overrides.write(home.overrides, Override(number=number, notice="Secret.", notices={"fr": "Secret."}, at=NOON))
    _settled(home, text)
    actions.erase(actions.ask_erasure(text.release, by=a_superuser(), at=NOON, reason="Law"), by=a_superuser(), at=NOON)

    override_removals.enter_all(home, at=minutes(6))

    assert b"Secret" not in (home.overrides / f"{number}.json").read_bytes()
    assert overrides.read(home.overrides, number).removal().covers("en")
    assert overrides.unreadable(home.overrides) == []
