"""What a picture says of itself fills the form, is kept, and goes no further than it should."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dateline.newsroom.desk.library.metadata import PictureMetadata, read
from dateline.newsroom.desk.models import NewsImage
from tests.support.desk.builders import a_superuser
from tests.support.desk.files import XMP, jpeg, with_iim


def said(data):
    return read(io.BytesIO(data))


def test_xmp_is_read_with_its_languages():
    found = said(jpeg(xmp=XMP.encode()))

    assert found == PictureMetadata(
        caption={"": "The bridge at dawn", "fr": "Le pont à l’aube"},
        alt={"en": "A stone bridge", "de": "Eine Steinbrücke"},
        creator="Ana Lind, Jon Vey",
        credit="Teva Agency",
        holder="Teva Agency 2024",
        terms="Editorial use only",
    )


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_xmp_is_read_from_every_format(kind):
    data = io.BytesIO()
    options = {"xmp": XMP.encode()} if kind != "PNG" else {"pnginfo": _png_xmp()}
    Image.new("RGB", (60, 40)).save(data, kind, **options)

    assert said(data.getvalue()).credit == "Teva Agency"


def _png_xmp():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP)
    return info


def test_iptc_of_agencies_is_read():
    picture = with_iim(jpeg(), {(2, 120): "Café à Velda", (2, 80): "Ana Lind", (2, 110): "AP", (2, 116): "© AP"})

    assert said(picture) == PictureMetadata(
        caption={"": "Café à Velda"}, creator="Ana Lind", credit="AP", holder="© AP"
    )


def test_exif_names_people_and_nothing_else_of_it_is_read():
    exif = Image.Exif()
    exif[0x013B], exif[0x8298], exif[0x010E], exif[0x010F] = "Ana Lind", "Teva", "A bridge", "Camera"

    assert said(jpeg(exif=exif)) == PictureMetadata(caption={"": "A bridge"}, creator="Ana Lind", holder="Teva")


@pytest.mark.parametrize(
    "xmp",
    [
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>',
        b"<x",
        b"\xff\xfe\0",
        b"",
    ],
)
def test_xml_that_means_harm_says_nothing(xmp):
    assert said(jpeg(xmp=xmp)) == PictureMetadata()


@given(st.binary(max_size=300), st.integers(0, 700), st.integers(1, 60))
def test_no_damage_breaks_the_reading(junk, at, length):
    whole = with_iim(jpeg(xmp=XMP.encode()), {(2, 120): "Café"})

    said(whole[:at] + junk + whole[at + length :])


@pytest.mark.django_db
def test_an_upload_is_filled_in_and_what_the_person_wrote_stays(client):
    client.force_login(a_superuser())
    file = SimpleUploadedFile("x.jpg", jpeg(xmp=XMP.encode()))

    client.post("/images/add/", {"title": "T", "file": file, "tags": "", "credit": "Our own", "alt_en": "My words"})

    picture = NewsImage.objects.get()
    assert picture.caption == {"en": "The bridge at dawn", "fr": "Le pont à l’aube"}
    assert (picture.alt, picture.credit) == ({"en": "My words"}, "Our own")
    assert (picture.rights_holder, picture.usage_terms) == ("Teva Agency 2024", "Editorial use only")
    assert b"Teva Agency" in picture.file.open().read()


@pytest.mark.django_db
def test_several_uploads_are_filled_in_before_their_forms_are_shown(client):
    client.force_login(a_superuser())

    response = client.post(
        "/images/multiple/add/",
        {"files[]": SimpleUploadedFile("x.jpg", jpeg(xmp=XMP.encode())), "title": "T"},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )

    assert "The bridge at dawn" in response.json()["form"]
    assert NewsImage.objects.get().alt == {"en": "A stone bridge", "de": "Eine Steinbrücke"}


@pytest.mark.django_db
def test_the_choosers_form_asks_for_the_alternative_text_and_the_rights(client):
    client.force_login(a_superuser())

    form = client.get("/images/chooser/").json()["html"]

    for name in ("alt_en", "alt_ar", "caption_en", "credit", "rights_holder", "usage_terms", "expires_on"):
        assert f'name="image-chooser-upload-{name}"' in form
