"""What people upload: sound pictures and files come in, everything else is refused with a sentence."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from dateline.newsroom.desk import errors
from dateline.newsroom.desk.editions import pictures
from dateline.newsroom.desk.models import Attachment, NewsImage, PublicFile
from tests.support.desk.builders import a_picture, a_superuser, image_bytes
from tests.support.desk.files import docx, pdf, zipped

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def png_that_claims(width, height):
    """Return a small PNG whose header says it is huge."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def animation(frames, size):
    """Return a small GIF that becomes very large when it is shown."""
    data = io.BytesIO()
    pictures = [Image.new("P", size, number % 2) for number in range(2)]
    pictures[0].save(data, "GIF", save_all=True, append_images=pictures[1:], duration=40)
    whole = data.getvalue()
    second = whole.index(b"\x21\xf9", whole.index(b"\x21\xf9") + 2)
    return whole[:-1] + whole[second:-1] * (frames - 2) + b";"


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
        ("archive.jpg", image_bytes() + zipped({"a.class": b"x"})),
        ("page.png", image_bytes(kind="PNG") + b"<script>alert(1)</script>"),
        ("endless.gif", animation(frames=900, size=(1000, 500))),
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
    [
        ("report.pdf", b"<html><script>x</script></html>"),
        ("text.docx", zipped({"a": b"b"})),
        ("table.xlsx", b"MZ\x90\0"),
        ("notes.txt", b"\x7fELF\0\0"),
    ],
)
def test_mislabelled_attachments_are_refused(client, name, data):
    client.force_login(a_superuser())

    response = upload(client, name, data, "/documents/add/")

    assert Attachment.objects.count() == 0
    assert "is not what its name says" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "data"),
    [("report.pdf", pdf()), ("table.docx", docx()), ("figures.csv", "a;b\n1;é\n".encode()), ("data.json", b'{"a": 1}')],
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


@pytest.mark.parametrize("address", ["/documents/multiple/add/", "/documents/chooser/create/"])
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (pdf()[:-9], "cut off"),
        (pdf() + zipped({"a": b"b"}), "two formats at once"),
        (b"%PDF", "not what its name says"),
    ],
)
def test_every_way_to_upload_a_file_refuses_alike(client, address, data, words):
    client.force_login(a_superuser())
    file = SimpleUploadedFile("report.pdf", data)

    response = client.post(
        address,
        {
            "files[]": file,
            "title": "T",
            "document-chooser-upload-title": "T",
            "document-chooser-upload-file": SimpleUploadedFile("report.pdf", data),
        },
        headers={"X-Requested-With": "XMLHttpRequest"},
    )

    assert words in response.content.decode()
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize("address", ["/images/multiple/add/", "/images/chooser/create/"])
def test_every_way_to_upload_a_picture_refuses_alike(client, address):
    client.force_login(a_superuser())
    data = image_bytes() + zipped({"a": b"b"})

    response = client.post(
        address,
        {
            "files[]": SimpleUploadedFile("x.jpg", data),
            "image-chooser-upload-title": "T",
            "image-chooser-upload-file": SimpleUploadedFile("x.jpg", data),
        },
        headers={"X-Requested-With": "XMLHttpRequest"},
    )

    assert "also contains a file of another kind" in response.content.decode()
    assert NewsImage.objects.count() == 0


def test_metadata_stays_private_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x010F] = "Secret camera"
    exif[0x0112] = 6  # lying on its side
    exif.get_ifd(0x8825)[2] = (48.0, 12.0, 30.0)  # where it was taken
    data = io.BytesIO()
    Image.new("RGB", (400, 200), "teal").save(
        data, "JPEG", exif=exif, comment=b"Secret comment", xmp=b"<x>Secret place</x>", icc_profile=b"Secret profile"
    )
    picture = a_picture(data=data.getvalue())

    made = (*pictures.renditions(picture), pictures.full(picture), pictures.logo(picture))

    for one in made:
        stored = pictures.stored(one.file).read_bytes()
        assert b"Secret" not in stored
        image = Image.open(io.BytesIO(stored))
        assert image.height > image.width
        assert not image.getexif()
        assert not set(image.info) & {"exif", "xmp", "icc_profile", "comment", "photoshop"}


def reds(profile, mode="RGB"):
    """Return the public colours of a red picture in a colour space of its own."""
    data = io.BytesIO()
    colour = (200, 30, 30, 128)[: len(mode)] if mode != "P" else 1
    image = Image.new(mode, (60, 40), colour)
    if mode == "P":
        image.putpalette([0, 0, 0, 200, 30, 30])
    image.save(data, "PNG", icc_profile=profile)
    made = pictures.logo(a_picture(data=data.getvalue(), name="x.png"))
    return Image.open(pictures.stored(made.file)).getpixel((5, 5))


def swapped():
    """A profile in which what is called red is green: sRGB with two primaries exchanged."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = bytearray(srgb)
    rows = {srgb[at : at + 4]: at for at in range(132, 132 + 12 * srgb[131], 12)}
    red, green = rows[b"rXYZ"], rows[b"gXYZ"]
    profile[red + 4 : red + 12], profile[green + 4 : green + 12] = (
        profile[green + 4 : green + 12],
        profile[red + 4 : red + 12],
    )
    return bytes(profile)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_colours_of_another_space_are_brought_into_the_one_of_the_web(mode):
    red, green, *_rest = reds(swapped(), mode)

    assert red < 100 < green
    if mode == "RGBA":
        assert _rest[-1] == 128


def test_a_profile_that_cannot_be_read_changes_no_colours():
    assert reds(b"no profile")[:3] == (200, 30, 30)


def test_sixteen_bits_of_grey_are_not_cut_to_white():
    data = io.BytesIO()
    Image.new("I;16", (60, 40), 0x8000).save(data, "PNG")

    made = pictures.logo(a_picture(data=data.getvalue(), name="x.png"))

    assert Image.open(pictures.stored(made.file)).convert("L").getpixel((5, 5)) == 128


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
