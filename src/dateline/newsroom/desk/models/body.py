"""The blocks that texts are written in."""

from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from dateline.newsroom.desk.hooks import hooks

PROVIDERS = {
    "youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "vimeo.com": "Vimeo",
    "dailymotion.com": "Dailymotion",
    "soundcloud.com": "SoundCloud",
    "flickr.com": "Flickr",
    "x.com": "X",
    "twitter.com": "X",
    "facebook.com": "Facebook",
    "instagram.com": "Instagram",
    "linkedin.com": "LinkedIn",
    "bsky.app": "Bluesky",
    "mastodon.social": "Mastodon",
}
"""Host, with all below it, and the name readers see."""


def provider_of(url: str) -> str | None:
    """Return the provider's name for an https address of an allowed host, else None."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if parts.scheme != "https":
        return None
    return next((name for known, name in PROVIDERS.items() if host == known or host.endswith(f".{known}")), None)


class ContactBlock(blocks.StructBlock):
    """Whom journalists may call or write to."""

    name = blocks.CharBlock(required=False, max_length=200, label=_("Name"))
    role = blocks.CharBlock(required=False, max_length=200, label=_("Role"))
    email = blocks.EmailBlock(required=False, label=_("E-mail"))
    phone = blocks.CharBlock(required=False, max_length=60, label=_("Telephone"))

    class Meta:
        icon = "user"
        label = _("Contact")
        label_format = "{name}"


FEATURES = ["h2", "h3", "bold", "italic", "superscript", "subscript", "ol", "ul", "blockquote", "hr", "link"]
"""What the editor of running text offers; ``plain.html`` decides what readers get."""

SMALL_FEATURES = ["bold", "italic", "link"]


class FigureBlock(blocks.StructBlock):
    """A picture; what is said of it comes from the picture unless it is said anew here."""

    picture = ImageChooserBlock(label=_("Picture"))
    alt = blocks.TextBlock(
        required=False, rows=2, label=_("Alternative text"), help_text=_("Empty: the picture's own, in this language.")
    )
    caption = blocks.TextBlock(
        required=False, rows=2, label=_("Caption"), help_text=_("Empty: the picture's own, in this language.")
    )

    class Meta:
        icon = "image"
        label = _("Picture")


class QuoteBlock(blocks.StructBlock):
    """Somebody's words set apart."""

    text = blocks.TextBlock(rows=3, label=_("Words"))
    speaker = blocks.CharBlock(required=False, max_length=200, label=_("Speaker"))
    role = blocks.CharBlock(required=False, max_length=300, label=_("Role"))

    class Meta:
        icon = "openquote"
        label = _("Quote")


class DownloadBlock(blocks.StructBlock):
    """A file to take away."""

    attachment = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(
        required=False, max_length=255, label=_("Title"), help_text=_("Empty: the file's own title.")
    )

    class Meta:
        icon = "doc-full"
        label = _("File")


class RecordingChooserBlock(blocks.ChooserBlock):
    """Chooses from the library of recordings; the model and its chooser are loaded later than this module."""

    @cached_property
    def target_model(self) -> Any:
        """The model."""
        return apps.get_model("desk", "Recording")

    @cached_property
    def widget(self) -> Any:
        """The chooser of the admin."""
        return hooks.get().recording_chooser()

    class Meta:
        icon = "media"


class RecordingBlock(blocks.StructBlock):
    """Sound or moving pictures from the library, with their transcript."""

    recording = RecordingChooserBlock(label=_("Recording"))
    caption = blocks.TextBlock(
        required=False, rows=2, label=_("Caption"), help_text=_("Empty: the recording's own, in this language.")
    )

    class Meta:
        icon = "media"
        label = _("Video or sound")


class EmbedBlock(blocks.StructBlock):
    """Something at an allowed provider; the public page links it and loads nothing by itself."""

    url = blocks.URLBlock(label=_("Address"))
    title = blocks.CharBlock(max_length=300, label=_("Title"))

    class Meta:
        icon = "media"
        label = _("Video, sound or post elsewhere")

    def clean(self, value: Any) -> Any:
        """Refuse addresses of providers that are not on the list."""
        cleaned = super().clean(value)
        if provider_of(cleaned["url"]) is None:
            message = _("This provider is not on the list of allowed ones.")
            raise blocks.StructBlockValidationError(block_errors={"url": ValidationError(message)})
        return cleaned


class GridBlock(TableBlock):
    """A table of plain text with a caption, and headings in its first row, its first column or both."""

    def clean(self, value: Any) -> Any:
        """Refuse what no table is, and one without a word in it."""
        if not is_grid(value):
            raise ValidationError(_("This table cannot be read. Make it anew."))
        cleaned = super().clean(value)
        if not any(str(cell or "").strip() for row in value["data"] for cell in row):
            raise ValidationError(_("This table is empty. Fill it in or take it out."))
        return cleaned

    class Meta:
        icon = "table"
        label = _("Table")


def is_grid(value: Any) -> bool:
    """Tell whether a value is rows of cells, some of them merged, as the editor of tables saves them."""
    rows = value.get("data") if isinstance(value, dict) else None
    return (
        isinstance(rows, list)
        and all(
            isinstance(row, list) and all(cell is None or isinstance(cell, str | int | float) for cell in row)
            for row in rows
        )
        and all(isinstance(value.get(name) or "", str) for name in ("table_caption", "table_header_choice"))
        and _are_merges(value.get("mergeCells") or [], height=len(rows), width=max(map(len, rows), default=0))
    )


def _are_merges(given: Any, *, height: int, width: int) -> bool:
    """Tell whether merged cells lie within a table: one that reaches further would be counted cell by cell."""
    return isinstance(given, list) and all(
        isinstance(one, dict)
        and _lies_within(one.get("row"), one.get("rowspan"), height)
        and _lies_within(one.get("col"), one.get("colspan"), width)
        for one in given
    )


def _lies_within(first: Any, span: Any, size: int) -> bool:
    return type(first) is int and type(span) is int and first >= 0 and span >= 1 and first + span <= size


class BodyBlock(blocks.StreamBlock):
    """A text from its first paragraph to its last file."""

    text = blocks.RichTextBlock(features=FEATURES, label=_("Text"), icon="pilcrow")
    figure = FigureBlock()
    quote = QuoteBlock()
    table = GridBlock(required=False)
    recording = RecordingBlock()
    download = DownloadBlock()
    embed = EmbedBlock()
