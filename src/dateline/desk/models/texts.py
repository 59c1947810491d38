"""Texts: a release in one language, while it is worked on and after."""

from typing import Any, NoReturn, Self

from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField, StreamField
from wagtail.locks import BaseLock
from wagtail.models import Page
from wagtail.search import index

from dateline.desk import guard
from dateline.desk.errors import OnlyDeedsError
from dateline.desk.models.body import SMALL_FEATURES, BodyBlock
from dateline.desk.models.contacts import ContactBlock
from dateline.desk.models.images import NewsImage
from dateline.desk.models.lists import LinesField
from dateline.desk.models.names import TAG
from dateline.desk.models.releases import Release

valid_tag = RegexValidator(f"^{TAG.pattern}$", _("This is not a language tag such as “en” or “pt-BR”."))


class ReleasePage(Page):
    """A text: its words in one language, its state, and nothing that its translations share.

    Attributes:
        state: what the public has of it; only deeds change it.
        version: of the last edition, 0 before the first.
        scheduled_at: when it goes live, aware, UTC; None where nothing is planned.
        edited_at: when its latest draft was saved.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("scheduled")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REMOVED = "removed", _("removed")
        ERASED = "erased", _("erased")

    release = models.ForeignKey(Release, models.PROTECT, related_name="texts", verbose_name=_("release"))
    language = models.CharField(_("language"), max_length=35, validators=[valid_tag])
    headline = models.TextField(_("headline"), max_length=1000)
    # A draft may lack everything but these.
    language.required_on_save = headline.required_on_save = True  # type: ignore[attr-defined]
    lead = models.TextField(_("lead"), max_length=2000, help_text=_("One or two full sentences; lists show it uncut."))
    dateline_places = LinesField(
        _("places of the dateline"), blank=True, help_text=_("As printed, one a line, such as “VELDA”.")
    )
    dateline_on = models.DateField(_("day of the dateline"), null=True, blank=True)
    picture = models.ForeignKey(
        NewsImage,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture for lists and cards"),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("text"))
    boilerplate = RichTextField(_("boilerplate"), features=SMALL_FEATURES, blank=True)
    notes = RichTextField(_("notes to editors"), features=[*SMALL_FEATURES, "ol", "ul"], blank=True)
    contacts = StreamField([("contact", ContactBlock())], blank=True, verbose_name=_("press contacts"))
    translated_from = models.CharField(_("translated from"), max_length=35, blank=True, validators=[valid_tag])
    machine_translated = models.BooleanField(_("machine-translated, not yet read by a person"), default=False)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    scheduled_at = models.DateTimeField(_("goes live at"), null=True, blank=True, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)

    # Facts about the text, not about one revision of it: an old revision must not bring old ones back.
    KEPT = ("release_id", "language", "slug", "state", "version", "scheduled_at", "edited_at")

    parent_page_types = ["desk.NewsroomPage", "desk.OfficePage"]
    subpage_types: list[str] = []
    private_page_options: list[str] = []
    show_in_menus_default = False

    search_fields = [
        *Page.search_fields,
        index.SearchField("headline", boost=2),
        index.SearchField("lead"),
        index.FilterField("language"),
        index.FilterField("state"),
        index.FilterField("edited_at"),
        index.FilterField("release"),
    ]

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        constraints = [
            models.UniqueConstraint(fields=["release", "language"], name="desk_text_one_per_language"),
            models.CheckConstraint(
                condition=models.Q(state="scheduled", scheduled_at__isnull=False)
                | (~models.Q(state="scheduled") & models.Q(scheduled_at__isnull=True)),
                name="desk_text_scheduled_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["scheduled_at"], name="desk_text_due", condition=models.Q(scheduled_at__isnull=False)),
            models.Index(fields=["state", "language"], name="desk_text_state"),
            models.Index(fields=["-edited_at", "-page_ptr"], name="desk_text_edited"),
        ]

    def __str__(self) -> str:
        return self.headline or self.title

    @property
    def is_public(self) -> bool:
        """Whether the public has an edition of it, withdrawn ones included."""
        return self.state in {self.State.PUBLISHED, self.State.WITHDRAWN}

    @property
    def approved_schedule(self) -> bool:
        """No: Wagtail's own schedule is not used."""
        return False

    def is_site_root(self) -> bool:
        """No: asked for every row of every list."""
        return False

    def get_admin_display_title(self) -> str:
        """Return the title of the latest draft, with its language except in lists that have a column for it."""
        title = self.draft_title or self.title
        return title if getattr(self, "stands_in_list", False) else f"{title} [{self.language}]"

    def get_url_parts(self, *_args: Any, **_options: Any) -> None:
        """Return nothing: Wagtail serves no release; readers get it from the public server."""
        return

    @classmethod
    def get_edit_handler(cls) -> Any:
        """Return the editor's panels; they need the form, and the form needs the models."""
        from dateline.desk.admin.panels import bound  # noqa: PLC0415

        return bound()

    def serve_preview(self, _request: HttpRequest, _mode: str) -> HttpResponse:
        """Show the text as the public server would."""
        from dateline.desk.preview import show  # noqa: PLC0415

        return show(self)

    def _set_core_field_defaults(self) -> None:
        """Derive Wagtail's title and slug; the slug only tells siblings apart and never meets the public."""
        if self.headline:
            self.title = Truncator(self.headline).chars(250)
        self.slug = f"{self.release_id}-{self.language}".lower()
        super()._set_core_field_defaults()

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """Return the text as a revision has it, with the facts about the text itself as they are now."""
        revised: Self = super().with_content_json(content)
        for name in self.KEPT:
            setattr(revised, name, getattr(self, name))
        # Dates of Wagtail's own schedule would act outside the deeds.
        revised.go_live_at = revised.expire_at = None
        return revised

    def save_revision(self, *args: Any, **options: Any) -> Any:
        """Save a draft and when it was; Wagtail's own field for it has no index, and lists are sorted by it."""
        self._set_core_field_defaults()  # Wagtail takes the title of the draft from here
        revision = super().save_revision(*args, **options)
        type(self).objects.filter(pk=self.pk).update(edited_at=revision.created_at)
        self.edited_at = revision.created_at
        return revision

    def publish(self, *args: Any, **options: Any) -> Any:
        """Publish in Wagtail, when a deed does it.

        Raises:
            OnlyDeedsError: called by anything else.
        """
        self._demand_deed()
        return super().publish(*args, **options)

    def unpublish(self, *args: Any, **options: Any) -> Any:
        """Take down in Wagtail, when a deed does it.

        Raises:
            OnlyDeedsError: called by anything else.
        """
        self._demand_deed()
        return super().unpublish(*args, **options)

    def copy(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refuse: a copy would be a second text of the same release in the same language."""
        raise OnlyDeedsError(str(self))

    def create_alias(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refuse, as ``copy``."""
        raise OnlyDeedsError(str(self))

    def _demand_deed(self) -> None:
        if not guard.is_open():
            raise OnlyDeedsError(str(self))

    def get_lock(self) -> BaseLock | None:
        """Lock what is scheduled: it goes live as it was when that was decided."""
        return ScheduledLock(self) if self.state == self.State.SCHEDULED else super().get_lock()


class ScheduledLock(BaseLock):
    """Holds a scheduled text still until it is live or unscheduled."""

    def for_user(self, _user: Any) -> bool:
        """Hold it for everybody."""
        return True

    def get_message(self, _user: Any) -> str:
        """Say what to do instead of editing."""
        return gettext("This text is scheduled and cannot be changed. Unschedule it on the page of the release first.")

    def get_description(self, user: Any) -> str:
        """Say the same in the side panel."""
        return self.get_message(user)
