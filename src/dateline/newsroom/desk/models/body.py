"""The blocks that texts are written in."""

from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from dateline.newsroom.desk.hooks import hooks
from dateline.text.languages import INTERFACE

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
"""Hosts, each with its subdomains, and the names readers see."""


def provider_of(url: str) -> str | None:
    """Return the provider's name for an https address of an allowed host; None for other addresses."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if parts.scheme != "https":
        return None
    return next((name for known, name in PROVIDERS.items() if host == known or host.endswith(f".{known}")), None)


class ContactBlock(blocks.StructBlock):
    """A press contact."""

    name = blocks.CharBlock(required=False, max_length=200, label=_("Name"))
    role = blocks.CharBlock(required=False, max_length=200, label=_("Role"))
    email = blocks.EmailBlock(required=False, label=_("E-mail"))
    phone = blocks.CharBlock(required=False, max_length=60, label=_("Telephone"))

    class Meta:
        icon = "user"
        label = _("Contact")
        label_format = "{name}"


class OrganisationContactBlock(ContactBlock):
    """A press contact of the newsroom or an office, whose pages are read in every language."""

    language = blocks.ChoiceBlock(
        choices=[(tag, get_language_info(tag)["name_local"]) for tag in INTERFACE],
        required=False,
        label=_("Language"),
        help_text=_(
            "Readers of this language see this contact. "
            "Without a language it is for the readers who have no contact in theirs."
        ),
    )


FEATURES = [
    *("h2", "h3", "bold", "italic", "superscript", "subscript", "strikethrough"),
    *("ol", "ul", "blockquote", "hr", "link"),
]
"""Features of the rich-text editor; ``text.html`` decides what readers get."""

SMALL_FEATURES = ["bold", "italic", "link"]


class FigureBlock(blocks.StructBlock):
    """A picture; alternative text and caption are the picture's own unless they are given here."""

    picture = ImageChooserBlock(label=_("Picture"))
    alt = blocks.TextBlock(
        required=False,
        rows=2,
        label=_("Alternative text"),
        help_text=_("Leave empty to use the picture's own, in this language."),
    )
    caption = blocks.TextBlock(
        required=False,
        rows=2,
        label=_("Caption"),
        help_text=_("Leave empty to use the picture's own, in this language."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")


class QuoteBlock(blocks.StructBlock):
    """A quotation."""

    text = blocks.TextBlock(rows=3, label=_("Words"))
    speaker = blocks.CharBlock(required=False, max_length=200, label=_("Speaker"))
    role = blocks.CharBlock(required=False, max_length=300, label=_("Role"))

    class Meta:
        icon = "openquote"
        label = _("Quote")


class DownloadBlock(blocks.StructBlock):
    """A file to download."""

    attachment = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(
        required=False, max_length=255, label=_("Title"), help_text=_("Leave empty to use the file's own title.")
    )

    class Meta:
        icon = "doc-full"
        label = _("File")


class RecordingChooserBlock(blocks.ChooserBlock):
    """Chooses a recording from the library; model and chooser are loaded after this module."""

    @cached_property
    def target_model(self) -> Any:
        """The model."""
        return apps.get_model("desk", "Recording")

    @cached_property
    def widget(self) -> Any:
        """The admin's input."""
        return hooks.get().recording_chooser()

    class Meta:
        icon = "media"


class RecordingBlock(blocks.StructBlock):
    """A video or sound recording from the library, with its transcript."""

    recording = RecordingChooserBlock(label=_("Recording"))
    caption = blocks.TextBlock(
        required=False,
        rows=2,
        label=_("Caption"),
        help_text=_("Leave empty to use the recording's own, in this language."),
    )

    class Meta:
        icon = "media"
        label = _("Video or sound")


class EmbedBlock(blocks.StructBlock):
    """A link to a video, sound or post at an allowed provider; the public page loads nothing from there."""

    url = blocks.URLBlock(label=_("Address"))
    title = blocks.CharBlock(max_length=300, label=_("Title"))

    class Meta:
        icon = "media"
        label = _("Video, sound or post on another site")

    def clean(self, value: Any) -> Any:
        """Refuse addresses of other providers."""
        cleaned = super().clean(value)
        if provider_of(cleaned["url"]) is None:
            message = _("This provider is not on the list of allowed ones.")
            raise blocks.StructBlockValidationError(block_errors={"url": ValidationError(message)})
        return cleaned


class GridBlock(TableBlock):
    """A table of plain text with a caption and headings in its first row, its first column or both."""

    def clean(self, value: Any) -> Any:
        """Refuse a malformed or empty table."""
        if not is_grid(value):
            raise ValidationError(_("This table cannot be read. Create it again."))
        cleaned = super().clean(value)
        if not any(str(cell or "").strip() for row in value["data"] for cell in row):
            raise ValidationError(_("This table is empty. Fill it in or remove it."))
        return cleaned

    class Meta:
        icon = "table"
        label = _("Table")


def is_grid(value: Any) -> bool:
    """Tell whether a value is a table as the editor saves it: rows of cells, some of them merged."""
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
    """Tell whether merged cells lie within the table; larger spans would cost one step per cell."""
    return isinstance(given, list) and all(
        isinstance(one, dict)
        and _lies_within(one.get("row"), one.get("rowspan"), height)
        and _lies_within(one.get("col"), one.get("colspan"), width)
        for one in given
    )


def _lies_within(first: Any, span: Any, size: int) -> bool:
    return type(first) is int and type(span) is int and first >= 0 and span >= 1 and first + span <= size


class BodyBlock(blocks.StreamBlock):
    """The body of a text."""

    text = blocks.RichTextBlock(features=FEATURES, label=_("Text"), icon="pilcrow")
    figure = FigureBlock()
    quote = QuoteBlock()
    table = GridBlock(required=False)
    recording = RecordingBlock()
    download = DownloadBlock()
    embed = EmbedBlock()
