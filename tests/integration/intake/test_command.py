"""`dateline import listing` as people run it."""

import os
import signal
import time

import pytest

from tests.support.installation import wait_for
from tests.unit.intake.test_listing_labelled import LISTING


@pytest.fixture
def listing(tmp_path):
    path = tmp_path / "listing.txt"
    path.write_text(LISTING)
    return path


def command(installation, *arguments, **options):
    done = installation.run("import", "listing", *map(str, arguments), "--language", "en", **options)
    assert "Traceback" not in done.stdout + done.stderr
    return done


def log_check(installation):
    return installation.run("log", "check").stdout


def test_the_command_reports_new_items_once(installation, listing):
    first = command(installation, listing)
    second = command(installation, listing)

    assert (first.returncode, second.returncode) == (0, 0)
    assert f"{listing}: 3 items, 3 new, 0 known, 0 rejected." in first.stdout
    made = "Office for Law; Order and Peace; Mission to Dolmara (closed); Mission in Karvenia"
    assert f"Offices created (4): {made}" in first.stdout
    assert "Topics created (3): Policing; Conflict prevention and resolution; Youth" in first.stdout
    assert f"{listing}: 3 items, 0 new, 3 known, 0 rejected." in second.stdout
    assert "created" not in second.stdout
    assert "The log is sound" in log_check(installation)


def test_a_rejected_item_is_reported_with_its_line(installation, listing):
    listing.write_text(LISTING.replace("date: 19 December 2024", "date: 19 December 20244"))

    done = command(installation, listing)

    assert done.returncode == 0
    assert "3 items, 2 new, 0 known, 1 rejected." in done.stdout
    assert f"{listing}, line 5: the publishing date “19 December 20244” cannot be understood" in done.stdout
    [kept] = (installation.home.path / "intake").iterdir()
    assert f"Rejected items are in {kept}" in done.stdout


def test_an_unreadable_file_is_an_error_and_the_others_are_imported(installation, listing, tmp_path):
    (tmp_path / "empty.txt").touch()
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    (tmp_path / "prose.txt").write_text("We met.\nIt was long.\n")
    paths = [tmp_path / name for name in ("empty.txt", "picture.png", "none.txt", "prose.txt")] + [tmp_path]

    done = command(installation, *paths, listing)

    assert done.returncode == 1
    assert "3 items, 3 new" in done.stdout
    for sentence in ("it is empty", "it is no text", "no such file", "0 items; it contains no list", "it is a folder"):
        assert sentence in done.stderr


def test_a_dry_run_shows_and_writes_nothing(installation, listing):
    before = log_check(installation)

    done = command(installation, listing, "--dry-run")

    assert done.returncode == 0
    assert "2024-12-19  News  Mission in Karvenia" in done.stdout
    assert "[VELDA, 2024-12-19]" in done.stdout
    assert "3 items, 0 would be rejected. Nothing was written." in done.stdout
    assert log_check(installation) == before
    assert not (installation.home.path / "intake").exists()


def test_invalid_options_are_refused_with_a_sentence(installation, listing):
    language = installation.run("import", "listing", str(listing), "--language", "English!")
    unknown = installation.run("import", "listing", str(listing), "--language", "xx")
    zone = command(installation, listing, "--zone", "Mars/Olympus")

    assert (language.returncode, unknown.returncode, zone.returncode) == (2, 2, 2)
    assert "is no language tag" in language.stderr
    assert "tag of no language" in unknown.stderr
    assert "is no time zone" in zone.stderr


HEADLINES = """
from dateline.newsroom.desk.models import ReleasePage
print(*ReleasePage.objects.order_by("release__number").values_list("headline", flat=True), sep="\\n")
"""


@pytest.mark.slow
def test_after_a_kill_the_next_run_imports_the_rest_in_order(installation, tmp_path):
    total = 160
    item = "Title number {} of many\nPublishing date: 4 March 2021\nContent type: News\nWhere we are: Mission {}\n"
    path = tmp_path / "long.txt"
    path.write_text("".join(item.format(number, number % 3) for number in range(total, 0, -1)))

    for runs, pause_s in enumerate((0.0, 0.12), start=1):
        process = installation.start("import", "listing", str(path), "--language", "en")
        # told after the first batch of twenty
        wait_for(lambda wanted=runs: installation.output().count("Importing") >= wanted, 180)
        time.sleep(pause_s)
        os.killpg(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        assert "The log is sound" in log_check(installation)
    done = command(installation, path)

    assert done.returncode == 0
    assert f"{total} items, 0 new" not in done.stdout
    assert installation.python(HEADLINES).splitlines() == [f"Title number {n} of many" for n in range(1, total + 1)]
    assert "The log is sound" in log_check(installation)
