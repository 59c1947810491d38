"""Starting texts: templates for new releases of a kind, for all offices or for one."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField, StreamField

from dateline.newsroom.desk.fields import valid_tag
from dateline.newsroom.desk.models.body import SMALL_FEATURES, BodyBlock, ContactBlock
from dateline.newsroom.desk.models.offices import Office
from dateline.newsroom.desk.models.vocabulary import Kind, Topic


class StartingText(models.Model):
    """A template that is copied into a new text; later changes here change no text.

    Attributes:
        office: office that uses it; None for all.
        language: language of the words; empty for any.
        headline: may contain ``{office}`` and ``{day}``, which are replaced when it is copied.
    """

    title = models.CharField(_("title"), max_length=120, help_text=_("The name by which authors choose it."))
    kind = models.ForeignKey(Kind, models.PROTECT, related_name="+", verbose_name=_("kind"))
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office"),
        help_text=_("Leave empty for every office."),
    )  # fmt: skip
    language = models.CharField(
        _("language"), max_length=35, blank=True, validators=[valid_tag],
        help_text=_("Language tag such as “en” or “pt-BR”. Leave empty for any language."),
    )  # fmt: skip
    headline = models.CharField(
        _("headline"), max_length=300, blank=True,
        help_text=_("{office} and {day} are filled in, such as in “Statement by {office}, {day}”."),
    )  # fmt: skip
    lead = models.TextField(_("lead"), max_length=2000, blank=True)
    body = StreamField(BodyBlock(required=False), blank=True, verbose_name=_("text"))
    boilerplate = RichTextField(_("boilerplate"), features=SMALL_FEATURES, blank=True)
    notes = RichTextField(_("notes to editors"), features=[*SMALL_FEATURES, "ol", "ul"], blank=True)
    contacts = StreamField([("contact", ContactBlock())], blank=True, verbose_name=_("press contacts"))
    topics = models.ManyToManyField(Topic, blank=True, related_name="+", verbose_name=_("topics"))

    class Meta:
        verbose_name = _("starting text")
        verbose_name_plural = _("starting texts")
        ordering = ["kind__order", "title", "pk"]

    def __str__(self) -> str:
        return self.title
