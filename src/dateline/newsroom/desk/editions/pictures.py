"""Public renditions of pictures, and the private store in which public files wait, named by their content."""

from io import BytesIO
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from dateline.editions.parts import Rendition
from dateline.newsroom.desk.errors import FileNotMadeError, FileRefusedError
from dateline.newsroom.desk.models import NewsImage, PublicFile
from dateline.storage import content_addressed

WIDTHS = (480, 960, 1600)
"""Widths of the WebP files, px; those wider than the original are left out, except the narrowest."""

FALLBACK_WIDTH = 1200
"""Width of the JPEG that every reader and every network can show, px."""

LOGO_WIDTH = 600

FULL_QUALITY = 92
"""JPEG quality of the full size, for print; with a higher value files grow without a visible difference."""

_TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}


def renditions(picture: NewsImage, *, make: bool = True) -> tuple[Rendition, ...]:
    """Return the public files of a picture, narrow to wide, the JPEG last; each made once.

    Raises:
        FileNotMadeError: a public file is missing and ``make`` is not set.
        FileRefusedError: the original is missing or cannot be read.
    """
    widest = min(picture.width, WIDTHS[-1])
    widths = sorted({min(width, widest) for width in WIDTHS})
    recipes = [f"{width}.webp" for width in widths] + [f"{min(picture.width, FALLBACK_WIDTH)}.jpg"]
    return _made(picture, recipes, make=make)


def full(picture: NewsImage, *, make: bool = True) -> Rendition:
    """Return the public file of a picture in its full size, upright, without metadata; as `renditions`."""
    return _made(picture, ["full.jpg"], make=make)[0]


def logo(picture: NewsImage) -> Rendition:
    """Return the public file of a logo: a PNG, which keeps transparency."""
    return _made(picture, [f"{min(picture.width, LOGO_WIDTH)}.png"], make=True)[0]


def stored(name: str) -> Path:
    """Return the path of a file in the private store, from which the worker copies it to the public folder."""
    return Path(settings.HOME.renditions) / name


def store(data: bytes, extension: str) -> str:
    """Write bytes under the name of their content, whole or not at all; return the name."""
    return content_addressed.store(stored(""), data, extension)


def store_file(file: IO[bytes], extension: str) -> str:
    """Write a file of any size, as `store` does; return the name."""
    return content_addressed.store_stream(stored(""), file, extension)


def _made(picture: NewsImage, recipes: list[str], *, make: bool) -> tuple[Rendition, ...]:
    try:
        source = picture.get_file_hash()
    except OSError as error:
        raise _unreadable(picture) from error
    known = {row.recipe: row for row in PublicFile.objects.filter(source=source, recipe__in=recipes)}
    if not make and len(known) < len(recipes):
        raise FileNotMadeError(source, ", ".join(recipes))
    missing = [recipe for recipe in recipes if recipe not in known or not stored(known[recipe].file).exists()]
    if missing and make:
        original = _opened(picture)
        for recipe in missing:
            known[recipe] = record(source, recipe, _rendered(original, recipe))
    return tuple(
        Rendition(file=row.file, type=row.type, width=row.width, height=row.height, size_bytes=row.size_bytes)
        for row in (known[recipe] for recipe in recipes)
    )


def record(source: str, recipe: str, facts: dict[str, object]) -> PublicFile:
    """Store from which source and by which recipe a file was made; a new file replaces the old one."""
    row, _made_now = PublicFile.objects.update_or_create(source=source, recipe=recipe, defaults=facts)
    return row


def _opened(picture: NewsImage) -> Image.Image:
    """Return the picture upright, in sRGB, without any metadata.

    Raises:
        FileRefusedError: the original is missing or cannot be read.
    """
    try:
        with picture.open_file() as file:
            image = Image.open(BytesIO(file.read()))
            image.load()
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise _unreadable(picture) from error
    upright = ImageOps.exif_transpose(image)
    has_alpha = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
    upright = _in_srgb(upright, "RGBA" if has_alpha else "RGB")
    clean = Image.new(upright.mode, upright.size)  # a new picture has no EXIF, no comment, no thumbnail
    clean.paste(upright)
    return clean


def _unreadable(picture: NewsImage) -> FileRefusedError:
    return FileRefusedError(_("The picture “%(title)s” cannot be read.") % {"title": picture.title})


def _in_srgb(image: Image.Image, mode: str) -> Image.Image:
    """Return the picture in sRGB and in ``mode``; a colour profile that cannot be read is ignored."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # 16 bits of grey, which a plain conversion would cut to white
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    plain = image if image.mode in {"RGB", "CMYK", "L"} else image.convert(mode)
    converted = _through_profile(plain, profile) if profile else None
    if converted is None:
        return plain.convert(mode)
    converted = converted.convert(mode)
    if plain.mode == "RGBA":
        converted.putalpha(plain.getchannel("A"))
    return converted


def _through_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    colours = image.convert("RGB") if image.mode == "RGBA" else image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(colours, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return None


def _rendered(original: Image.Image, recipe: str) -> dict[str, object]:
    size, _point, extension = recipe.partition(".")
    width = original.width if size == "full" else int(size)
    height = max(1, round(original.height * width / original.width))
    image = original.resize((width, height), Image.Resampling.LANCZOS) if width < original.width else original
    data = BytesIO()
    if extension == "jpg":
        _on_white(image).save(
            data, "JPEG", quality=FULL_QUALITY if size == "full" else 82, optimize=True, progressive=True
        )
    elif extension == "png":
        image.save(data, "PNG", optimize=True)
    else:
        image.save(data, "WEBP", quality=80, method=4)
    return {
        "file": store(data.getvalue(), extension),
        "type": _TYPES[extension],
        "width": image.width,
        "height": image.height,
        "size_bytes": len(data.getvalue()),
    }


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def forget(files: models.QuerySet[PublicFile]) -> None:
    """Delete files and their rows; for erasure, when nothing names them any more."""
    for row in files:
        stored(row.file).unlink(missing_ok=True)
        row.delete()
