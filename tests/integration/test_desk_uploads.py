"""What people upload: sound pictures and files come in, everything else is refused with a sentence."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dateline.desk import errors
from dateline.desk.deeds import pictures
from dateline.desk.models import Attachment, NewsImage, PublicFile
from tests.support.desk import a_picture, a_superuser, image_bytes

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def png_that_claims(width, height):
    """Return a small PNG whose header says it is huge."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def upload(client, name, data, address="/images/add/"):
    return client.post(address, {"title": "T", "file": SimpleUploadedFile(name, data), "tags": ""})


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bomb.png", png_that_claims(40_000, 40_000)),
        ("script.svg", SVG),
        ("script.png", SVG),
        ("page.jpg", b"<!doctype html><script>alert(1)</script>"),
        ("mislabelled.jpg", image_bytes(kind="PNG")),
        ("half.jpg", image_bytes()[:200]),
        ("empty.jpg", b""),
        ("program.exe", b"MZ" + b"\0" * 100),
        ("huge.jpg", image_bytes() + b"\0" * (41 * 1024 * 1024)),
    ],
)
def test_what_is_no_sound_picture_is_refused_with_a_sentence(client, name, data):
    client.force_login(a_superuser())

    response = upload(client, name, data)

    assert response.status_code == 200
    assert 'class="error-message"' in response.content.decode() or "error" in response.content.decode()
    assert NewsImage.objects.count() == 0


def test_a_sound_picture_comes_in_and_has_no_public_address(client, settings):
    client.force_login(a_superuser())

    upload(client, "bridge.jpg", image_bytes())

    picture = NewsImage.objects.get()
    assert picture.file.url.startswith("/private/")
    assert str(settings.HOME.originals) in picture.file.path


@pytest.mark.parametrize("name", ["page.html", "script.svg", "program.exe", "script.js", "noextension"])
def test_files_that_a_browser_would_run_are_no_attachments(client, name):
    client.force_login(a_superuser())

    upload(client, name, b"<script>alert(1)</script>", "/documents/add/")

    assert Attachment.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "data"),
    [("report.pdf", b"<html><script>x</script></html>"), ("table.xlsx", b"MZ\x90\0"), ("notes.txt", b"\x7fELF\0\0")],
)
def test_mislabelled_attachments_are_refused(client, name, data):
    client.force_login(a_superuser())

    response = upload(client, name, data, "/documents/add/")

    assert Attachment.objects.count() == 0
    assert "is not what its name says" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "data"),
    [("report.pdf", b"%PDF-1.7\n"), ("figures.csv", "a;b\n1;é\n".encode()), ("data.json", b'{"a": 1}')],
)
def test_sound_attachments_come_in(client, name, data):
    client.force_login(a_superuser())

    upload(client, name, data, "/documents/add/")

    assert Attachment.objects.count() == 1


def test_renditions_are_narrow_to_wide_with_a_jpeg_last_and_made_once():
    picture = a_picture(data=image_bytes((2000, 1000)))

    made = pictures.renditions(picture)
    again = pictures.renditions(NewsImage.objects.get(pk=picture.pk))

    assert [(one.width, one.type) for one in made] == [
        (480, "image/webp"),
        (960, "image/webp"),
        (1600, "image/webp"),
        (1200, "image/jpeg"),
    ]
    assert made == again
    assert PublicFile.objects.count() == 4
    for one in made:
        data = pictures.stored(one.file).read_bytes()
        assert (len(data), Image.open(io.BytesIO(data)).size) == (one.size_bytes, (one.width, one.height))


def test_small_pictures_are_not_blown_up():
    assert {one.width for one in pictures.renditions(a_picture(data=image_bytes((300, 200))))} == {300}


def test_metadata_stays_private_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x010F] = "Secret camera"
    exif[0x0112] = 6  # lying on its side
    data = io.BytesIO()
    Image.new("RGB", (400, 200), "teal").save(data, "JPEG", exif=exif, comment=b"Secret comment")

    made = pictures.renditions(a_picture(data=data.getvalue()))

    for one in made:
        stored = pictures.stored(one.file).read_bytes()
        assert b"Secret" not in stored
        image = Image.open(io.BytesIO(stored))
        assert image.height > image.width
        assert not image.getexif()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_colours_can_be_shown(mode):
    data = io.BytesIO()
    kind = "TIFF" if mode == "CMYK" else "PNG"
    if kind == "TIFF":
        data.write(image_bytes(kind="JPEG"))
        Image.new("CMYK", (50, 40)).save(data := io.BytesIO(), "JPEG")
    else:
        Image.new(mode, (50, 40)).save(data, kind)

    made = pictures.renditions(a_picture(data=data.getvalue(), name="x.jpg" if mode == "CMYK" else "x.png"))

    assert len(made) == 2


def test_a_picture_whose_file_is_gone_is_a_sentence():
    picture = a_picture()
    picture.file.storage.delete(picture.file.name)

    with pytest.raises(errors.FileRefusedError):
        pictures.renditions(picture)
