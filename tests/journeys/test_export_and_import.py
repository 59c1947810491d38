"""A newsroom moves: `dateline export` without a database, then `dateline import ninjs` in another home."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import zipfile

import pytest

from dateline.archive import overrides
from tests.support.archives.demo import demo_log
from tests.support.moved import as_from_the_desk, documents
from tests.support.public_server import PublicServer

NO_DJANGO = "import sys; sys.modules['django'] = None\nfrom dateline.config.cli import main\nmain(sys.argv[1:])"


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    """A public home with a small newsroom in it; the server is not started."""
    home = tmp_path_factory.mktemp("origin")
    server = PublicServer(home)
    server.environment["DATELINE_PAGES_A_MINUTE"] = "0"
    server.apply(as_from_the_desk(demo_log(limit=6), home / "public" / "media").records)
    (home / "overrides").mkdir()
    yield server
    server.stop()


def export(server, target, *options):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    environment |= {"DATELINE_HOME": str(server.home), "DATELINE_PUBLIC_URL": "https://news.example.org"}
    command = [sys.executable, "-c", NO_DJANGO, "export", str(target), *options]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def test_an_export_is_a_folder_archive_or_lines_and_overwrites_nothing(origin, tmp_path):
    folder, archive, lines = (tmp_path / name for name in ("out", "out.zip", "out.jsonl"))
    done = [export(origin, target) for target in (folder, archive, lines)]

    assert [one.returncode for one in done] == [0, 0, 0], done
    assert "texts are in" in done[0].stdout
    with zipfile.ZipFile(archive) as opened:
        names = set(opened.namelist())
        assert {path.name for path in folder.iterdir() if path.is_file()} == {n for n in names if "/" not in n}
        assert {f"media/{path.name}" for path in (folder / "media").iterdir()} == {n for n in names if "/" in n}
    assert len(lines.read_bytes().splitlines()) == len(documents(folder)) + 1
    assert [json.loads(line) for line in lines.read_bytes().splitlines()]
    for target in (folder, archive, lines):
        again = export(origin, target)
        assert (again.returncode, "is there already" in again.stderr) == (1, True)
        assert "Traceback" not in again.stderr


def test_a_release_closed_by_an_override_is_exported_as_removed(origin, tmp_path):
    number = 4
    order = overrides.Override(number=number, notice="Closed.", at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    overrides.write(origin.home / "overrides", order)
    try:
        export(origin, tmp_path / "out")
    finally:
        overrides.lift(origin.home / "overrides", number)

    told = [one for name, one in documents(tmp_path / "out").items() if name.startswith(f"{number}.")]
    assert told
    assert {one["pubStatus"] for one in told} == {"canceled"}
    assert all("bodies" not in one for one in told)


@pytest.mark.slow
def test_an_exported_archive_is_imported_and_exported_unchanged(origin, installation, tmp_path):
    export(origin, tmp_path / "out.zip")
    export(origin, tmp_path / "first")

    taken = installation.run("import", "ninjs", str(tmp_path / "out.zip"))
    again = installation.run("import", "ninjs", str(tmp_path / "out.zip"))
    rebuilt = installation.run("archive", "rebuild")
    out = installation.run(
        "export", str(tmp_path / "second"), "--no-media", DATELINE_PUBLIC_URL="https://news.example.org"
    )

    assert [one.returncode for one in (taken, again, rebuilt, out)] == [0, 0, 0, 0], taken.stdout + taken.stderr
    count = len(documents(tmp_path / "first"))
    assert f"{count} texts, {count} new, 0 known, 0 not imported." in taken.stdout
    assert f"{count} texts, 0 new, {count} known, 0 not imported." in again.stdout
    assert documents(tmp_path / "second") == documents(tmp_path / "first")


@pytest.mark.slow
def test_an_export_has_what_was_imported_just_before_it(origin, installation, tmp_path):
    export(origin, tmp_path / "first")
    shutil.rmtree(installation.home.logs)

    taken = installation.run("import", "ninjs", str(tmp_path / "first"), "--no-media")
    out = installation.run("export", str(tmp_path / "second"), "--no-media")

    assert [taken.returncode, out.returncode] == [0, 0], taken.stderr + out.stderr
    assert "lag" not in out.stderr
    assert len(documents(tmp_path / "second")) == len(documents(tmp_path / "first")) > 0


@pytest.mark.slow
def test_an_export_without_the_database_says_that_the_archive_may_lag(installation, tmp_path):
    installation.run("archive", "rebuild")

    out = installation.run("export", str(tmp_path / "out"), DATELINE_DATABASE_URL="sqlite:////nowhere/at/all")

    assert out.returncode == 0, out.stderr
    assert out.stderr.startswith("The archive may lag behind the log: the database does not answer")


@pytest.mark.slow
def test_a_list_of_another_newsroom_is_imported_from_its_address(origin, installation):
    origin.start()
    address = f"http://127.0.0.1:{origin.port}"

    taken = installation.run("import", "ninjs", f"{address}/en/news.ninjs.json", "--no-media")
    french = installation.run("import", "ninjs", f"{address}/en/news.ninjs.json?language=fr", "--no-media")
    wrong = installation.run("import", "ninjs", f"{address}/en/news.ninjs.json?office=nowhere")

    assert taken.returncode == french.returncode == 0, taken.stdout + taken.stderr
    assert "a picture is left out: https://news.example.org/media/" in taken.stdout
    assert "Offices created (" in taken.stdout
    code = (
        "from dateline.newsroom.desk.models import *; "
        "print(*sorted(ReleasePage.objects.values_list('language', flat=True)))"
    )
    assert {"en", "fr"} <= set(installation.python(code).split())
    assert (wrong.returncode, wrong.stderr.strip()) == (
        1, f"Error: {address}/en/news.ninjs.json?office=nowhere cannot be read: answers with 404."
    )  # fmt: skip
