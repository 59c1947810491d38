"""The newsroom's settings: name, look, time zone and languages."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from dateline.newsroom.desk.fields import NamesField, valid_zone
from dateline.newsroom.desk.models.body import OrganisationContactBlock
from dateline.newsroom.desk.models.files import NewsImage
from dateline.newsroom.desk.models.offices import Office
from dateline.text.languages import INTERFACE, pick


class NewsroomSettings(models.Model):
    """One row: name, look, zone and languages of the newsroom."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = NamesField(_("name of the organisation"))
    short_name = NamesField(_("acronym"))
    title = NamesField(_("title of the front page"))
    tagline = NamesField(_("line below the title"), blank=True)
    accent = models.CharField(
        _("colour of links and marks"),
        max_length=7,
        default="#0b5c6b",
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", _("A colour looks like “#0b5c6b”."))],
    )
    logo = models.ForeignKey(
        NewsImage, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[valid_zone])
    default_language = models.CharField(
        _("default language"), max_length=2, choices=[(tag, tag) for tag in INTERFACE], default=INTERFACE[0]
    )
    home_url = models.URLField(_("the organisation's own site"), blank=True)
    contacts = StreamField([("contact", OrganisationContactBlock())], blank=True, verbose_name=_("press contacts"))

    class Meta:
        verbose_name = _("newsroom")
        verbose_name_plural = _("newsroom")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="desk_newsroom_is_one")]

    def __str__(self) -> str:
        return pick(self.name, get_language() or "en")

    @classmethod
    def current(cls) -> "NewsroomSettings":
        """Return the newsroom's settings, the prepared ones where nobody has set any yet."""
        return cls.objects.filter(pk=1).first() or cls(
            name={"en": "Newsroom"}, short_name={"en": "NEWS"}, title={"en": "News and press releases"}
        )

    def languages(self) -> tuple[str, ...]:
        """Return the interface languages, the default first."""
        return (self.default_language, *(tag for tag in INTERFACE if tag != self.default_language))


def zone_for(office: Office | None) -> str:
    """Return the IANA name of an office's time zone; the newsroom's where it has none."""
    return (office.time_zone if office else "") or NewsroomSettings.current().time_zone
