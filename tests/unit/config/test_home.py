import stat

import pytest

from dateline.runtime.errors import HomeFormatError, NoSecretKeyError
from dateline.runtime.home import FORMAT, Home, prepare


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


def test_the_home_is_named_by_the_environment_else_var_here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert Home.of({"DATELINE_HOME": "there"}).path == tmp_path / "there"
    assert Home.of({"DATELINE_HOME": ""}).path == tmp_path / "var"
    assert Home.of({}).path == tmp_path / "var"
    assert not (tmp_path / "var").exists()


def test_a_prepared_home_has_its_folders_and_keeps_private_things_from_others(home):
    prepare(home, {})

    assert home.format() == FORMAT
    assert home.is_prepared()
    assert [mode(path) for path in (home.archive, home.public_media, home.overrides)] == [0o755] * 3
    assert [mode(path) for path in (home.originals.parent, home.originals, home.renditions, home.logs)] == [0o700] * 4
    assert (mode(home.secret_key_file), mode(home.database)) == (0o600, 0o600)
    assert len(home.secret_key({})) >= 48


def test_preparing_again_keeps_the_key(home):
    prepare(home, {})
    key = home.secret_key({})

    prepare(home, {})

    assert home.secret_key({}) == key


def test_each_home_gets_another_key(tmp_path):
    homes = [Home(tmp_path / name) for name in "ab"]
    for home in homes:
        prepare(home, {})

    assert homes[0].secret_key({}) != homes[1].secret_key({})


def test_a_key_and_a_database_of_the_environment_leave_none_in_the_home(home):
    given = {"DATELINE_SECRET_KEY": "given", "DATELINE_DATABASE_URL": "postgres:///x"}

    prepare(home, given)

    assert not home.secret_key_file.exists()
    assert not home.database.exists()
    assert home.secret_key(given) == "given"


@pytest.mark.parametrize("kept", [None, "", "\n"])
def test_without_a_key_there_is_a_refusal(home, kept):
    home.path.mkdir()
    if kept is not None:
        home.secret_key_file.write_text(kept)

    with pytest.raises(NoSecretKeyError, match="set DATELINE_SECRET_KEY, or let `dateline up` prepare"):
        home.secret_key({})


@pytest.mark.parametrize(
    ("found", "advice"),
    [
        (None, "`dateline up` does that"),
        ("0", "`dateline up` does that"),
        (str(FORMAT + 1), "a newer Dateline wrote it"),
        ("one", "restore the file `format`"),
        ("", "restore the file `format`"),
    ],
)
def test_a_home_of_another_format_is_refused_with_advice(home, found, advice):
    home.path.mkdir()
    if found is not None:
        home.format_file.write_text(found)

    with pytest.raises(HomeFormatError, match=advice):
        home.require_current_format()


def test_a_home_of_another_format_is_not_prepared_over(home):
    home.path.mkdir()
    home.format_file.write_text(str(FORMAT + 1))

    with pytest.raises(HomeFormatError):
        prepare(home, {})

    assert not home.archive.exists()


def test_cut_short_at_any_step_preparing_goes_on_the_next_time(home, monkeypatch):
    steps = 0
    for name in ("mkdir", "chmod", "replace"):
        original = getattr(type(home.path), name)

        def step(self, *args, _original=original, **kwargs):
            nonlocal steps
            steps -= 1
            if steps == 0:
                raise InterruptedError
            return _original(self, *args, **kwargs)

        monkeypatch.setattr(type(home.path), name, step)
    for stop_at in range(1, 100):
        steps = stop_at
        try:
            prepare(home, {})
        except InterruptedError:
            assert not home.format_file.exists()
        else:
            break

    assert stop_at > 10
    assert home.format() == FORMAT
    assert len(home.secret_key({})) >= 48
    assert list(home.path.glob(".*")) == []
