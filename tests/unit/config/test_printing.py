"""The press: once for each job, in a process of its own, with a sentence where it cannot."""

import logging
import os

import pytest

from dateline.public.prints.errors import NotPrintedError
from dateline.public.prints.jobs import LinkPreview, Sheet
from dateline.runtime import installation_checks, printing
from dateline.runtime.printing import PrintingPress

NO_PANGO = "raise OSError(\"cannot load library 'libpango-1.0-0'\\n\\nsee the documentation\")\n"


def a_link_preview(headline="Council meets") -> LinkPreview:
    colours = {"ground": "#0b5c6b", "ink": "#ffffff", "soft": "#b0cdd2"}
    return LinkPreview(language="en", headline=headline, above="News", below=("EXO",), **colours)


@pytest.fixture
def press(tmp_path):
    return PrintingPress(tmp_path)


@pytest.fixture
def no_pango(tmp_path, monkeypatch):
    """A machine on which WeasyPrint does not find its libraries."""
    (tmp_path / "weasyprint.py").write_text(NO_PANGO)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def test_what_was_printed_is_not_printed_again(press):
    first = press(a_link_preview())

    assert first.startswith(b"\x89PNG")
    assert press(a_link_preview()) is first
    assert press.printed == 1


@pytest.mark.parametrize(("room", "printed"), [(1.5, 3), (0.5, 3), (3, 2)])
def test_little_is_cached_and_the_oldest_makes_room(press, monkeypatch, room, printed):
    size = len(press(a_link_preview("A")))
    monkeypatch.setattr(printing, "CACHE_BYTES", int(size * room))
    small = PrintingPress(press._media)

    for headline in "ABA":
        small(a_link_preview(headline))

    assert small.printed == printed


def test_what_failed_is_tried_again_after_a_while(press, no_pango, monkeypatch):
    monkeypatch.setattr(printing, "_RETRY_AFTER_S", 0.0)
    hasty = PrintingPress(press._media)
    failures = []

    for _ in range(2):
        with pytest.raises(NotPrintedError) as failure:
            hasty(Sheet(html="<p>x", address="https://x.example"))
        failures.append(failure.value)

    assert failures[0] is not failures[1]


def test_a_missing_library_is_a_sentence_and_not_asked_for_again(press, no_pango, caplog):
    sheet = Sheet(html="<p>x", address="https://x.example")

    with caplog.at_level(logging.WARNING), pytest.raises(NotPrintedError, match="libpango") as first:
        press(sheet)
    with pytest.raises(NotPrintedError) as second:
        press(sheet)

    assert "\n" not in str(first.value)
    assert second.value is first.value
    assert len(caplog.records) == 1


def test_the_check_names_what_to_install(no_pango):
    [sentence] = installation_checks.of_prints()

    assert "libpango-1.0-0" in sentence
    assert "apt-get install" in sentence


def test_the_check_has_nothing_to_say_where_all_is_there():
    assert list(installation_checks.of_prints()) == []


def test_what_takes_too_long_is_given_up(press, tmp_path, monkeypatch):
    (tmp_path / "weasyprint.py").write_text("import time\ntime.sleep(30)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(printing, "TIMEOUT_S", 0.8)

    with pytest.raises(NotPrintedError, match="took more than"):
        press(Sheet(html="<p>x", address="https://x.example"))


def test_a_press_that_dies_is_a_sentence(press, tmp_path, monkeypatch):
    (tmp_path / "weasyprint.py").write_text("import os\nos.kill(os.getpid(), 9)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    with pytest.raises(NotPrintedError, match="it ended with -9"):
        press(Sheet(html="<p>x", address="https://x.example"))


def test_the_one_who_prints_gives_way_and_has_limits(press, tmp_path, monkeypatch):
    (tmp_path / "weasyprint.py").write_text(
        "import os, resource\n"
        "raise ValueError(f'nice {os.nice(0)} memory {resource.getrlimit(resource.RLIMIT_AS)[0]}')\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    with pytest.raises(NotPrintedError, match=f"nice {min(19, os.nice(0) + 5)} memory 1500000000"):
        press(Sheet(html="<p>x", address="https://x.example"))


def test_the_one_who_prints_is_told_no_secret(press, tmp_path, monkeypatch):
    (tmp_path / "weasyprint.py").write_text(
        "import os\nraise ValueError(sorted(name for name in os.environ if name.startswith('DATELINE_')))\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("DATELINE_SECRET_KEY", "zqsecret")

    with pytest.raises(NotPrintedError, match=r"ValueError: \['DATELINE_PARENT'\]"):
        press(Sheet(html="<p>x", address="https://x.example"))
