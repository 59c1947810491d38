import datetime as dt
import os
import shutil

import pytest

from dateline.runtime import installation_checks, troubles
from dateline.runtime.home import Home, prepare

NOON = dt.datetime(2024, 6, 3, 12, tzinfo=dt.UTC)


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home")
    prepare(home, {})
    return home


def test_a_prepared_home_has_no_fault(home):
    assert list(installation_checks.of_folders(home)) == []
    assert list(installation_checks.of_addresses({})) == []


def test_a_home_that_is_not_prepared_is_one_fault_and_the_rest_is_not_looked_at(tmp_path):
    [sentence] = installation_checks.installation_faults(Home(tmp_path), {})

    assert sentence.endswith("`dateline up` does that.")


def test_missing_folders_are_named(home):
    shutil.rmtree(home.overrides)

    [sentence] = installation_checks.of_folders(home)

    assert sentence == f"The folder {home.overrides} is missing: `dateline upgrade` makes it again."


def test_folders_that_cannot_be_written_are_named(home, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, _mode: path != home.archive)  # root may write everywhere

    assert list(installation_checks.of_folders(home)) == [f"The folder {home.archive} cannot be written by this user."]


@pytest.mark.parametrize("name", ["secret_key_file", "database"])
def test_secrets_that_others_can_read_are_named(home, name):
    path = getattr(home, name)
    path.chmod(0o640)

    assert list(installation_checks.of_folders(home)) == [
        f"Other users of this machine may read {path}: run `chmod go= {path}`."
    ]


def test_a_link_in_the_public_folder_is_named(home):
    (home.public_media / "x.webp").symlink_to(home.secret_key_file)

    [sentence] = installation_checks.of_folders(home)

    assert "is a link" in sentence


def test_a_full_disk_is_named(home, monkeypatch):
    assert list(installation_checks.of_space(home)) == []
    monkeypatch.setattr(installation_checks, "LEAST_FREE_BYTES", 1 << 60)

    [sentence] = installation_checks.of_space(home)

    assert sentence.startswith("Only ")


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"DATELINE_PUBLIC_URL": "news.example.org"}, "must begin with https:// and name a host"),
        ({"DATELINE_DESK_URL": "http://desk.example.org"}, "in the clear; use https"),
        ({"DATELINE_PUBLIC_URL": "https://example.org/news"}, "at the root of a host"),
        ({"DATELINE_DEBUG": "True"}, "DATELINE_DEBUG is on"),
    ],
)
def test_addresses_that_endanger_readers_or_editors_are_named(environment, sentence):
    [found] = installation_checks.of_addresses(environment)

    assert sentence in found


@pytest.mark.parametrize("url", ["https://news.example.org", "http://127.0.0.1:8000", "http://localhost:8000/"])
def test_good_addresses_are_no_fault(url):
    assert list(installation_checks.of_addresses({"DATELINE_PUBLIC_URL": url, "DATELINE_DEBUG": "false"})) == []


def test_a_trouble_keeps_the_moment_of_its_first_failure_until_it_is_over(tmp_path):
    troubles.note(tmp_path, "tasks", "no disk", at=NOON)
    troubles.note(tmp_path, "tasks", "no\nmemory", at=NOON + dt.timedelta(hours=1))

    assert list(troubles.all_noted(tmp_path)) == [troubles.Trouble("tasks", "2024-06-03 12:00 UTC", "no\nmemory")]

    troubles.clear(tmp_path, "tasks")
    troubles.clear(tmp_path, "tasks")
    assert list(troubles.all_noted(tmp_path)) == []


def test_an_override_that_cannot_be_read_is_named(tmp_path):
    home = Home(tmp_path)
    home.overrides.mkdir()
    (home.overrides / "12.json").write_text("{")

    sentence, unreserved = installation_checks.of_overrides(home)

    assert "dateline kill 12" in sentence
    assert "No room is reserved" in unreserved
