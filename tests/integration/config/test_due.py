"""What is due goes live whoever notices; what cannot holds back no other, and is told in a sentence."""

import datetime as dt
import html
import logging
from functools import partial
from pathlib import Path

import pytest

from dateline.newsroom.desk import actions, errors
from dateline.newsroom.desk.ports.overdue import NOT_TRIED, reader
from dateline.newsroom.desk.ports.preview import show
from dateline.runtime.schedule import overdue, publish_due, read_reasons
from tests.support.desk.builders import (
    NOON,
    a_draft,
    a_published,
    a_superuser,
    an_attachment,
    edit,
    image_bytes,
    minutes,
    schedule,
)
from tests.support.installation import wait_for

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def a_scheduled_text_without_its_file(headline="Broken"):
    attachment = an_attachment("Budget")
    text = a_draft(headline, body=[("download", {"attachment": attachment, "title": ""})])
    schedule(text, live_at=minutes(10))
    lose(attachment)
    return text


def lose(attachment):
    """Take the original and what was made of it off the disk."""
    from dateline.newsroom.desk.editions.pictures import stored
    from dateline.newsroom.desk.models import PublicFile

    for row in PublicFile.objects.filter(source=attachment.get_file_hash()):
        stored(row.file).unlink(missing_ok=True)
    Path(attachment.file.path).unlink()


def states(*texts):
    for text in texts:
        text.refresh_from_db()
    return [text.state for text in texts]


def test_a_release_whose_file_is_lost_does_not_hold_back_the_one_behind_it(tmp_path):
    broken = a_scheduled_text_without_its_file()
    sound = a_draft("Sound")
    schedule(sound, live_at=minutes(11))

    publish_due(tmp_path, at=minutes(11))

    assert states(broken, sound) == ["scheduled", "published"]


def test_whatever_one_release_raises_the_others_go_on(tmp_path, monkeypatch):
    from dateline.newsroom.desk.actions import due as scheduling

    first, second = a_draft("First"), a_draft("Second")
    schedule(first, live_at=minutes(10))
    schedule(second, live_at=minutes(11))
    real = scheduling.go_live

    def failing(release, languages, *, at):
        if release.pk == first.release_id:
            raise RuntimeError("out of luck")
        return real(release, languages, at=at)

    monkeypatch.setattr(scheduling, "go_live", failing)
    publish_due(tmp_path, at=minutes(12))

    assert states(first, second) == ["scheduled", "published"]
    assert [s.rsplit(": ", 2)[1:] for s in overdue(tmp_path, at=minutes(12))] == [["RuntimeError", "out of luck"]]


def test_what_cannot_go_live_is_logged_once_and_told_by_the_check_until_it_is_mended(tmp_path, caplog):
    text = a_scheduled_text_without_its_file("Budget is out")

    with caplog.at_level(logging.ERROR):
        for second in range(5):
            publish_due(tmp_path, at=minutes(12 + second / 60))

    why = "The file of “Budget” is missing or cannot be read. Upload it again."
    [record] = caplog.records
    assert record.getMessage() == f"release {text.release_id} is due and cannot go live: {why}"
    assert record.exc_info is None
    [sentence] = overdue(tmp_path, at=minutes(12))
    assert sentence == f"“Budget is out” in en should have gone live at 2024-06-03 12:10 UTC and has not: {why}"
    actions.perform("unschedule", text, by=None, at=minutes(13))
    publish_due(tmp_path, at=minutes(13))
    assert list(overdue(tmp_path, at=minutes(13))) == []
    assert (tmp_path / "overdue.json").read_text() == "{}"


def test_the_home_page_and_the_page_of_the_release_show_why_it_is_overdue(client, tmp_path, monkeypatch):
    text = a_scheduled_text_without_its_file("Budget is out")
    monkeypatch.setattr(reader, "_value", partial(read_reasons, tmp_path))
    client.force_login(a_superuser())
    pages = ("/", f"/releases/{text.release_id}/")

    before = [html.unescape(client.get(page).content.decode()) for page in pages]
    publish_due(tmp_path, at=minutes(12))
    after = [html.unescape(client.get(page).content.decode()) for page in pages]

    assert all(NOT_TRIED in page for page in before)
    why = "The file of “Budget” is missing or cannot be read. Upload it again."
    assert [(why in page, NOT_TRIED in page) for page in after] == [(True, False), (True, False)]


def test_a_language_that_is_late_in_a_public_release_is_told_with_its_number(tmp_path):
    text = a_published("Bridge opens")
    text.release.refresh_from_db()
    schedule(edit(actions.add_translation(text, "fr", by=None), headline="Le pont ouvre"), live_at=minutes(10))

    assert list(overdue(tmp_path, at=minutes(10.9))) == []
    [sentence] = overdue(tmp_path, at=minutes(12))
    assert sentence == (
        f"“Le pont ouvre” (number {text.release.number}) in fr should have gone live at 2024-06-03 12:10 UTC "
        "and has not: Neither worker nor desk has tried to publish it."
    )


def test_a_lost_file_is_a_sentence_for_who_publishes_by_hand_or_looks_at_the_preview():
    attachment = an_attachment("Budget")
    text = a_draft(body=[("download", {"attachment": attachment, "title": ""})])
    Path(attachment.file.path).unlink()

    with pytest.raises(errors.FileRefusedError, match="file of “Budget” is missing"):
        actions.publish(text, by=a_superuser(), at=NOON, at_once=True, reason="It is urgent.")
    page = show(text.get_latest_revision_as_object())

    assert (page.status_code, "file of “Budget” is missing" in page.content.decode()) == (200, True)


def test_a_picture_without_its_original_or_digest_is_a_sentence():
    from tests.support.desk.builders import a_picture

    picture = a_picture(data=image_bytes())
    Path(picture.file.path).unlink()
    type(picture).objects.update(file_hash="")

    with pytest.raises(errors.FileRefusedError, match="“Bridge” cannot be read"):
        actions.publish(a_draft(picture=type(picture).objects.get()), by=None, at=NOON)


@pytest.mark.slow
@pytest.mark.django_db(False)
def test_with_the_worker_killed_the_desk_publishes_at_the_moment(installation):
    worker = installation.start("work")
    wait_for(installation.home.worker_mark.exists)
    installation.start_desk()
    worker.kill()
    worker.wait()
    said = installation.python(
        "import datetime as dt\n"
        "from tests.support.desk.builders import a_draft, schedule\n"
        "now = dt.datetime.now(dt.UTC)\n"
        "schedule(a_draft(), at=now, live_at=now + dt.timedelta(seconds=3))\n"
        "print((now + dt.timedelta(seconds=3)).isoformat())\n"
    )

    entry = wait_for(
        lambda: installation.python(
            "from tests.support.desk.builders import log_entries\n"
            "print(*[r.entry.at.isoformat() for r in log_entries() if r.entry.subject.kind == 'release'])\n"
        ).strip(),
        every_s=0.5,
    )

    late = dt.datetime.fromisoformat(entry) - dt.datetime.fromisoformat(said.strip())
    assert dt.timedelta(0) <= late < dt.timedelta(seconds=2), installation.output()
