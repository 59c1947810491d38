"""What a mirror believes, what it refuses, and what it does then; the origin is a liar when asked to be."""

import errno
import json
import shutil
import sqlite3
import tempfile
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from dateline.archive.embedded import open_reader
from dateline.archive.embedded.manifest import FORMAT
from dateline.archive.errors import DamagedArchiveError
from dateline.editions.canonical import canonical, digest
from dateline.editions.entry import Entry, Subject
from dateline.editions.parts import Captions, Download, Picture, Rendition
from dateline.mirror import origin as origins
from dateline.mirror import status
from dateline.mirror.errors import RewrittenHistoryError
from dateline.mirror.origin import Origin, WrongAddressError
from dateline.mirror.references import FileReferences
from dateline.runtime import installation_checks, mirror
from dateline.runtime.clock import now
from dateline.runtime.errors import MirrorHomeError, NewsroomHomeError
from dateline.runtime.home import Home, prepare, prepare_mirror
from dateline.runtime.locks import ProcessLock
from dateline.runtime.mirror import Mirroring
from tests.contracts.same_answers import assert_same_log, assert_same_whole
from tests.contracts.test_archive import MEMORY
from tests.support.archives.logs import a_long_log
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import Log, a_newsroom, a_recording, an_edition
from tests.support.outside.origin import FakeOrigin


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    monkeypatch.setattr(mirror, "LAG_S", 0.2)
    monkeypatch.setattr(mirror, "FIRST_PAUSE_S", 0.1)


@pytest.fixture
def origin():
    origin = FakeOrigin()
    yield origin
    origin.close()


@pytest.fixture
def home():
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        home = Home(Path(folder) / "mirror")
        prepare_mirror(home)
        yield home


@pytest.fixture
def log():
    log = Log()
    log.records = a_long_log(12)
    return log


def followed(home: Home, origin: FakeOrigin) -> str:
    return Mirroring(home, Origin(origin.url), now).once()


def archive(home: Home):
    return open_reader(home.archive).current


def said(home: Home) -> str:
    return status.read(home.mirror_status).reason


def test_a_mirror_holds_what_the_origin_says_to_the_letter(home, origin, log, monkeypatch):
    monkeypatch.setattr("dateline.mirror.follower.MAX_ENTRIES", 7)
    origin.tell(log)

    assert followed(home, origin) == "following"

    assert_same_whole(archive(home), NaiveArchive(log.records))
    assert_same_log(archive(home), NaiveArchive(log.records))
    found = status.read(home.mirror_status)
    assert (found.position, found.digest) == (len(log.records), origin.told[-1]["digest"])


def _entry(told: dict, **changes) -> None:
    """Change what an entry says, with a digest that fits."""
    entry = msgspec.structs.replace(msgspec.json.decode(told["entry"], type=Entry), **changes)
    told["entry"], told["digest"] = canonical(entry).decode(), digest(canonical(entry))


def _byte_of_entry(told):
    told[9]["entry"] = told[9]["entry"].replace("published", "publishec")


def _byte_of_edition(told):
    told[9]["edition"] = told[9]["edition"].replace("Headline", "Headlime").replace("Titre", "Titra")


def _entry_with_its_digest(told):
    _entry(told[9], number=999)


def _rewritten_to_the_end(told):
    _entry(told[9], number=999)
    for before, after in pairwise(told[9:]):
        _entry(after, previous=before["digest"])


def _reordered(told):
    told[9], told[10] = told[10], told[9]


def _renumbered(told):
    told[9], told[10] = told[10], told[9]
    for place in (9, 10):
        told[place]["position"] = place + 1


def _dropped(told):
    del told[9]


def _truncated(told):
    del told[9:]


LIES = (
    _byte_of_entry,
    _byte_of_edition,
    _entry_with_its_digest,
    _rewritten_to_the_end,
    _reordered,
    _renumbered,
    _dropped,
)


def copied(told: list[dict]) -> list[dict]:
    return json.loads(json.dumps(told))


def test_a_lie_in_what_comes_next_is_refused_and_nothing_of_it_applied(home, origin, log):
    origin.tell(log)
    true = origin.told
    origin.told = true[:5]
    assert followed(home, origin) == "following"
    for lie in LIES:
        origin.told = copied(true)
        lie(origin.told)
        if lie is _rewritten_to_the_end:
            continue  # one who has not seen that past cannot know

        assert followed(home, origin) == "refusing", lie.__name__

        assert archive(home).position == 5
        assert "position 1" in said(home)  # 10 or 11
    origin.told = true
    assert followed(home, origin) == "following", "the true log is taken again"
    assert_same_whole(archive(home), NaiveArchive(log.records))


def test_a_lie_about_the_past_is_noticed_and_what_was_good_is_served_on(home, origin, log):
    origin.tell(log)
    assert followed(home, origin) == "following"
    true = origin.told
    for lie in (*LIES, _truncated):
        origin.told = copied(true)
        lie(origin.told)

        with pytest.raises(RewrittenHistoryError):
            look_back(home, origin)

    assert_same_whole(archive(home), NaiveArchive(log.records))
    origin.told = true
    look_back(home, origin)


def look_back(home: Home, origin: FakeOrigin) -> None:
    """Do what a mirror does while nothing new comes."""
    with Mirroring(home, Origin(origin.url), now)._follower() as follower:
        while follower.audit():
            pass


def test_an_origin_that_ends_earlier_than_before_is_refused_until_it_is_back(home, origin, log):
    origin.tell(log)
    assert followed(home, origin) == "following"
    true, origin.told = origin.told, origin.told[:9]

    assert followed(home, origin) == "refusing"

    assert "ends at position 9" in said(home)
    with ProcessLock(home.worker_lock, "a mirror follows"):
        assert any("past is not what it was" in sentence for sentence in installation_checks.of_mirror(home))
    assert archive(home).position == len(log.records)
    origin.told = true
    assert followed(home, origin) == "following"
    assert said(home) == ""


def with_files(*names: str, **given):
    renditions = tuple(
        Rendition(file=name, type="image/jpeg", width=8, height=6, size_bytes=9) for name in names if ".jpg" in name
    )
    downloads = tuple(
        Download(file=name, title="Report", type="application/pdf", size_bytes=9) for name in names if ".pdf" in name
    )
    picture = Picture(renditions=renditions, alt="A bridge") if renditions else None
    return an_edition(given.pop("number", 1), picture=picture, body=downloads, **given)


def here(home: Home) -> set[str]:
    return {path.name for path in home.public_media.iterdir()}


def test_files_come_with_the_words_that_name_them_and_go_with_them(home, origin):
    first, second, shared = origin.add(b"first"), origin.add(b"second", "pdf"), origin.add(b"shared")
    log = Log()
    log.set(a_newsroom())
    log.publish(with_files(first, shared))
    log.publish(with_files(shared, number=2))
    origin.tell(log)
    assert followed(home, origin) == "following"
    assert here(home) == {first, shared}

    log.publish(with_files(shared, second, version=2), "corrected", "The picture was of another bridge.")
    origin.tell(log)
    followed(home, origin)
    assert here(home) == {second, shared}

    log.remove(an_edition(1))
    origin.tell(log)
    followed(home, origin)
    assert here(home) == {shared}
    assert (home.public_media / shared).read_bytes() == b"shared"

    log.remove(an_edition(2), change="erased")
    origin.tell(log)
    assert followed(home, origin) == "following"
    assert here(home) == set()


def test_all_files_of_a_recording_come_and_go(home, origin):
    film, timed, poster = origin.add(b"film", "mp4"), origin.add(b"WEBVTT", "vtt"), origin.add(b"poster")
    rendition = Rendition(file=poster, type="image/jpeg", width=800, height=450, size_bytes=6)
    captions = (Captions(language="en", file=timed),)
    shown = a_recording(file=film, captions=captions, poster=Picture(renditions=(rendition,), alt="A ribbon"))
    log = Log()
    log.set(a_newsroom())
    log.publish(an_edition(1, schema=3, body=(shown,)))
    origin.tell(log)
    assert followed(home, origin) == "following"
    assert here(home) == {film, timed, poster}

    log.remove(an_edition(1))
    origin.tell(log)
    followed(home, origin)
    assert here(home) == set()


def test_files_of_editions_that_were_replaced_long_ago_are_not_wanted(home, origin, monkeypatch):
    monkeypatch.setattr("dateline.mirror.follower.MAX_ENTRIES", 1)
    first, second = origin.add(b"first"), origin.add(b"second")
    log = Log()
    log.publish(with_files(first))
    log.publish(with_files(second, version=2), "updated")
    origin.tell(log)
    del origin.files[first]

    assert followed(home, origin) == "following"
    assert here(home) == {second}


def test_a_file_that_is_not_there_is_said_and_taken_when_it_comes(home, origin):
    name = origin.add(b"first")
    content = origin.files.pop(name)
    log = Log()
    log.publish(with_files(name))
    origin.tell(log)

    assert followed(home, origin) == "waiting"
    assert name in said(home)

    origin.files[name] = content
    assert followed(home, origin) == "following"
    assert here(home) == {name}


def test_a_full_disk_is_said_and_waited_for(home, origin, log, monkeypatch):
    def refuse(*_given):
        raise OSError(errno.ENOSPC, "No space left on device")

    origin.tell(log)
    with monkeypatch.context() as patched:
        patched.setattr(status, "write", refuse)
        assert followed(home, origin) == "waiting"
        patched.undo()
        patched.setattr(FileReferences, "follow", lambda *_given: refuse_base())
        assert followed(home, origin) == "waiting"
        assert "disk is full" in said(home)

    assert followed(home, origin) == "following"


def refuse_base():
    message = "database or disk is full"
    raise sqlite3.OperationalError(message)


def test_a_file_with_other_bytes_than_its_name_says_is_not_taken(home, origin):
    name = origin.add(b"first")
    origin.files[name] = b"other"
    log = Log()
    log.publish(with_files(name))
    origin.tell(log)

    assert followed(home, origin) == "waiting"
    assert "other bytes" in said(home)
    assert here(home) == set()
    assert archive(home).position == 0, "media come before the words that name them"


def test_what_a_kill_left_in_the_folder_of_files_is_mended(home, origin):
    name = origin.add(b"first")
    log = Log()
    log.publish(with_files(name))
    origin.tell(log)
    followed(home, origin)
    (home.public_media / f".{name}.123").write_bytes(b"fir")
    (home.public_media / f"{'0' * 64}.jpg").write_bytes(b"nobody names it")
    (home.public_media / name).unlink()
    home.mirror_named.unlink()

    assert followed(home, origin) == "following"
    assert here(home) == {name}


def test_an_answer_that_is_none_is_said_in_a_sentence(home, origin, log, monkeypatch):
    monkeypatch.setattr(origins, "MAX_PAGE_BYTES", 60_000)
    answers = {
        "sends to http://other.example/": (302, {"location": "http://other.example/"}, b""),
        "with 503": (503, {"retry-after": "7"}, b""),
        "has no publication log": (404, {}, b""),
        "answers /api/v1/log?after=0&limit=1 with what is no page": (200, {}, b"<html>"),
        "is no page of a log": (200, {}, b"{}"),
        "no address of a site": (200, {}, b'{"site": "javascript:x", "position": 0, "entries": []}'),
        "far more than a page": (200, {}, b" " * 70_000),
        "does not answer": (200, {"content-encoding": "gzip"}, b"no gzip"),
    }
    for sentence, answer in answers.items():
        origin.answer, origin.asked = answer, []

        assert followed(home, origin) == "waiting"

        assert sentence in said(home)
        assert len(origin.asked) == 1
    origin.answer = None
    origin.tell(log)
    assert followed(home, origin) == "following"


def test_an_answer_that_breaks_off_is_asked_for_again(home, origin, log):
    origin.tell(log)
    origin.cut_bytes = 2_000

    assert followed(home, origin) == "waiting"
    assert "does not answer" in said(home)
    assert archive(home).position == 0

    origin.cut_bytes = 0
    assert followed(home, origin) == "following"


@pytest.mark.parametrize(
    "url", ["news.example.org", "ftp://a/", "http://", "http://a/b", "http://u:p@a/", "http://a:x/"]
)
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(WrongAddressError, match="should be like"):
        Origin(url)


def test_words_that_are_withheld_come_when_the_override_is_lifted(home, origin):
    log = Log()
    log.set(a_newsroom())
    log.publish(an_edition(1))
    log.publish(an_edition(2))
    origin.tell(log)
    words = origin.told[1]["edition"]
    origin.told[1] |= {"edition": None, "withheld": True}
    assert followed(home, origin) == "following"
    assert archive(home).text(1, "en").edition is None

    origin.told[1] |= {"edition": words, "withheld": False}

    assert followed(home, origin) == "following"
    assert_same_whole(archive(home), NaiveArchive(log.records))
    assert_same_log(archive(home), NaiveArchive(log.records))


def test_words_that_are_missing_though_nothing_took_them_away_are_missed(home, origin):
    log = Log()
    log.set(a_newsroom())
    log.publish(an_edition(1))
    origin.tell(log)
    origin.told[1]["edition"] = None

    assert followed(home, origin) == "waiting"
    assert "position 2" in said(home)

    log.remove(an_edition(1))
    origin.tell(log)
    assert followed(home, origin) == "following"


def test_an_archive_of_another_form_is_made_again_from_the_log_and_only_from_the_same_one(home, origin, log):
    origin.tell(log)
    followed(home, origin)
    manifest = home.archive / "manifest.json"
    manifest.write_text(manifest.read_text().replace(f'"format": {FORMAT}', '"format": 2'))
    true = copied(origin.told)
    _rewritten_to_the_end(origin.told)

    assert followed(home, origin) == "refusing"

    origin.told = true
    assert followed(home, origin) == "following"
    assert_same_whole(archive(home), NaiveArchive(log.records))


def test_damage_on_its_own_disk_is_mended_and_not_taken_for_a_lie(home, origin, log):
    origin.tell(log)
    followed(home, origin)
    (path,) = home.archive.glob("a-*/log")
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"position":9', b'"position":8', 1))

    with pytest.raises(DamagedArchiveError, match="damaged at position 9"):
        look_back(home, origin)

    Mirroring(home, Origin(origin.url), now)._handle(DamagedArchiveError("its copy of the log"))
    assert_same_log(archive(home), NaiveArchive(log.records))
    home.archive.joinpath("manifest.json").write_text("torn")
    assert followed(home, origin) == "following"
    assert_same_log(archive(home), NaiveArchive(log.records))


def test_a_log_of_a_newer_version_is_not_taken_for_a_lie(home, origin, log):
    origin.tell(log)
    entry = json.loads(origin.told[4]["entry"]) | {"colour": "red"}
    stored = json.dumps(entry, sort_keys=True, separators=(",", ":"))
    origin.told[4] |= {"entry": stored, "digest": digest(stored.encode())}

    assert followed(home, origin) == "waiting"
    assert "newer Dateline" in said(home)


def test_a_home_is_a_newsrooms_or_a_mirrors(tmp_path, home):
    prepare(Home(tmp_path / "newsroom"), {})

    with pytest.raises(NewsroomHomeError, match="newsroom's"):
        prepare_mirror(Home(tmp_path / "newsroom"))
    with pytest.raises(MirrorHomeError, match="mirror's"):
        prepare(home, {})
    prepare_mirror(home)
    shutil.rmtree(home.overrides)
    assert any("overrides is missing" in sentence for sentence in installation_checks.installation_faults(home, {}))


def test_a_retired_address_and_a_withdrawal_without_words_change_no_files(home, origin):
    name = origin.add(b"first")
    log = Log()
    log.publish(with_files(name))
    subject = Subject(kind="release", id=an_edition(1).release, language="en")
    log.append(subject, "withdrawn", None, "Issued in error.", number=1)
    origin.tell(log)

    assert followed(home, origin) == "following"
    assert here(home) == {name}
