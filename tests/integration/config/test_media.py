import hashlib

import pytest

from dateline.editions.entry import Subject
from dateline.editions.parts import Download, Picture, Rendition
from dateline.newsroom.publication import log
from dateline.runtime.home import Home, prepare
from dateline.runtime.media import HomeMedia, MediaFileError
from tests.support.editions import NOON, a_newsroom, an_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home")
    prepare(home, {})
    return home


@pytest.fixture
def start():
    return log.head().position


def a_file(home, content=b"a picture"):
    name = f"{hashlib.sha256(content).hexdigest()}.webp"
    (home.renditions / name).write_bytes(content)
    (home.renditions / name).chmod(0o600)
    return name


def naming(*names, number=1, **changes):
    renditions = tuple(Rendition(file=name, type="image/webp", width=1, height=1, size_bytes=1) for name in names)
    picture = Picture(renditions=renditions, alt="") if names else None
    return an_edition(number, picture=picture, **changes)


def append(edition, change="published"):
    subject = Subject(kind="release", id=edition.release, language=edition.language)
    words = None if change in ("removed", "erased") else edition
    return log.append(subject, change, words, at=NOON)


def follow(home, start):
    media = HomeMedia(home)
    media.publish(log.read(start))
    media.drop_unnamed(log.head().position)


def public(home):
    return sorted(path.name for path in home.public_media.iterdir())


def test_a_named_file_becomes_public_byte_for_byte_and_readable(home, start):
    name = a_file(home)
    append(naming(name))

    follow(home, start)

    assert public(home) == [name]
    assert (home.public_media / name).read_bytes() == b"a picture"
    assert (home.public_media / name).stat().st_mode & 0o777 == 0o644


def test_downloads_and_the_logo_are_named_too(home, start):
    paper, logo = a_file(home, b"paper"), a_file(home, b"logo")
    append(an_edition(1, body=(Download(file=paper, title="Paper", type="application/pdf", size_bytes=5),)))
    rendition = Rendition(file=logo, type="image/webp", width=1, height=1, size_bytes=4)
    log.append(Subject(kind="newsroom", id="newsroom"), "set", a_newsroom(logo=rendition), at=NOON)

    follow(home, start)

    assert public(home) == sorted([paper, logo])


def test_files_nobody_names_stay_private(home, start):
    a_file(home)

    follow(home, start)

    assert public(home) == []


@pytest.mark.parametrize("change", ["removed", "erased"])
def test_a_removed_text_takes_its_files_with_it(home, start, change):
    edition = naming(a_file(home))
    append(edition)
    follow(home, start)

    append(edition, change)
    follow(home, start)

    assert public(home) == []


def test_a_file_that_another_text_names_stays(home, start):
    name = a_file(home)
    for number in (1, 2):
        append(naming(name, number=number))
    follow(home, start)

    append(naming(name, number=1), "removed")
    follow(home, start)

    assert public(home) == [name]


def test_a_correction_with_another_picture_takes_the_old_one_away(home, start):
    old, new = a_file(home, b"old"), a_file(home, b"new")
    append(naming(old))
    follow(home, start)

    append(naming(new), "corrected")
    follow(home, start)

    assert public(home) == [new]


def test_a_withdrawn_text_keeps_its_files_because_it_is_still_shown(home, start):
    name = a_file(home)
    append(naming(name))
    append(naming(name), "withdrawn")

    follow(home, start)

    assert public(home) == [name]


def test_catching_up_late_never_shows_files_of_what_is_gone_by_then(home, start):
    old, new = a_file(home, b"old"), a_file(home, b"new")
    append(naming(old))
    append(naming(new), "corrected")

    HomeMedia(home).publish(log.read(start))

    assert public(home) == [new]


def test_a_file_that_is_dropped_and_named_again_is_there(home, start):
    name = a_file(home)
    append(naming(name))
    follow(home, start)
    append(naming(), "corrected")
    append(naming(name, number=2))

    follow(home, start)

    assert public(home) == [name]


def test_reconciling_brings_back_what_is_lost_and_clears_what_is_left_over(home, start):
    name = a_file(home)
    append(naming(name))
    (home.public_media / f"{'0' * 64}.webp").write_bytes(b"left over")
    (home.public_media / f".{name}.123").write_bytes(b"half")

    HomeMedia(home).reconcile()

    assert public(home) == [name]


def test_a_missing_file_is_an_error_that_names_it(home, start):
    name = a_file(home)
    (home.renditions / name).unlink()
    append(naming(name))

    with pytest.raises(MediaFileError, match=f"{name} cannot be published: .* is missing"):
        follow(home, start)


def test_a_file_with_other_bytes_than_its_name_says_is_never_public(home, start):
    name = a_file(home)
    (home.renditions / name).write_bytes(b"another picture")
    append(naming(name))

    with pytest.raises(MediaFileError, match="holds other bytes"):
        follow(home, start)

    assert public(home) == []


@pytest.mark.parametrize("name", ["../private/secret-key", "a.webp", f"{'A' * 64}.webp", f"{'0' * 64}.webp/../../x"])
def test_a_name_that_is_no_digest_is_refused(home, start, name):
    append(naming(name))

    with pytest.raises(MediaFileError, match="not the digest"):
        follow(home, start)
