"""Texts: a release in one language."""

from typing import Any, NoReturn, Self

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node
from wagtail.fields import RichTextField, StreamField
from wagtail.locks import BaseLock
from wagtail.models import LockableMixin, Page, PagePermissionTester, RevisionMixin

from dateline.newsroom.desk import guard
from dateline.newsroom.desk.errors import OnlyActionsError, ScheduledError
from dateline.newsroom.desk.fields import LinesField, valid_tag
from dateline.newsroom.desk.hooks import hooks
from dateline.newsroom.desk.models.body import SMALL_FEATURES, BodyBlock, ContactBlock
from dateline.newsroom.desk.models.files import NewsImage
from dateline.newsroom.desk.models.releases import Release
from dateline.newsroom.desk.models.roles import writes_originals


class ReleasePage(Page):
    """A text: a release's words in one language, and their state. What all languages share is in ``Release``.

    Only actions change ``public_state`` and ``draft_stage``; ``actions.states.Standing`` decodes them.

    Attributes:
        public_state: what readers have; empty before the first publication.
        draft_stage: stage of the draft of the next edition; empty without one.
        version: number of the last edition, 0 before the first.
        scheduled_at: when the draft goes live, aware, UTC; None unless it is scheduled.
        edited_at: when the latest draft was saved.
        approved_digest: digest of the exact text that was approved, by ``actions.approval``; empty if none is.
        approved_revision: the last approved revision; later ones have not been approved.
        translated_edition: version of the original with which the translation is up to date; 0 if it is a draft.
        review_owed: it was published without approval and has not been reviewed since.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        REVIEW = "review", _("in review")
        APPROVED = "approved", _("approved")
        SCHEDULED = "scheduled", _("scheduled")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REMOVED = "removed", _("removed")
        ERASED = "erased", _("erased")

    release = guard.fact(models.ForeignKey(Release, models.PROTECT, related_name="texts", verbose_name=_("release")))
    language = guard.fact(models.CharField(_("language"), max_length=35, validators=[valid_tag]))
    headline = models.TextField(_("headline"), max_length=1000)
    # A draft may lack everything but these.
    language.required_on_save = headline.required_on_save = True  # type: ignore[attr-defined]
    lead = models.TextField(
        _("lead"), max_length=2000, help_text=_("One or two full sentences. Lists show it in full.")
    )
    dateline_places = LinesField(
        _("places of the dateline"), blank=True, help_text=_("As printed, one per line, such as “VELDA”.")
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
    translated_edition = guard.fact(models.PositiveIntegerField(default=0, editable=False))
    machine_translated = models.BooleanField(_("machine-translated, not yet read by a person"), default=False)

    public_state = guard.fact(
        models.CharField(_("state"), max_length=10, choices=State, blank=True, default="", editable=False)
    )
    draft_stage = guard.fact(
        models.CharField(_("draft"), max_length=10, choices=State, blank=True, default=State.DRAFT, editable=False)
    )
    version = guard.fact(models.PositiveIntegerField(default=0, editable=False))
    scheduled_at = guard.fact(models.DateTimeField(_("goes live at"), null=True, blank=True, editable=False))
    edited_at = guard.unseen(models.DateTimeField(_("edited"), null=True, editable=False))
    approved_digest = guard.fact(models.CharField(max_length=64, blank=True, default="", editable=False))
    approved_revision = guard.fact(models.BigIntegerField(null=True, editable=False))
    review_owed = guard.fact(models.BooleanField(_("review owed"), default=False, editable=False))

    parent_page_types = ["desk.NewsroomPage", "desk.OfficePage"]
    subpage_types: list[str] = []
    private_page_options: list[str] = []
    show_in_menus_default = False

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        constraints = [
            models.UniqueConstraint(fields=["release", "language"], name="desk_text_one_per_language"),
            models.CheckConstraint(
                condition=models.Q(draft_stage="scheduled", scheduled_at__isnull=False)
                | (~models.Q(draft_stage="scheduled") & models.Q(scheduled_at__isnull=True)),
                name="desk_text_scheduled_has_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(public_state="", draft_stage__in=["draft", "review", "approved", "scheduled"])
                | models.Q(
                    public_state__in=["published", "withdrawn"],
                    draft_stage__in=["", "draft", "review", "approved", "scheduled"],
                )
                | models.Q(public_state__in=["removed", "erased"], draft_stage=""),
                name="desk_text_states_go_together",
            ),
        ]
        indexes = [
            models.Index(fields=["scheduled_at"], name="desk_text_due", condition=models.Q(scheduled_at__isnull=False)),
            models.Index(fields=["public_state", "language"], name="desk_text_public"),
            models.Index(fields=["-edited_at", "-page_ptr"], name="desk_text_edited"),
            models.Index(fields=["draft_stage"], name="desk_text_draft", condition=~models.Q(draft_stage="")),
            models.Index(fields=["review_owed"], name="desk_text_owed", condition=models.Q(review_owed=True)),
        ]

    def __str__(self) -> str:
        return self.headline or self.title

    @property
    def is_public(self) -> bool:
        """Whether there is a public edition, withdrawn ones included."""
        return self.public_state in {self.State.PUBLISHED, self.State.WITHDRAWN}

    @property
    def state(self) -> str:
        """The public state; before the first publication the stage of the draft."""
        return self.public_state or self.draft_stage

    @property
    def state_label(self) -> str:
        """The label of `state`."""
        return str(self.State(self.state).label)

    @property
    def is_scheduled(self) -> bool:
        """Whether the draft is scheduled to go live."""
        return self.draft_stage == self.State.SCHEDULED

    @property
    def approved_schedule(self) -> bool:
        """False: the desk does not use Wagtail's schedule."""
        return False

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Return the permissions in Wagtail: translators edit translations only, and nobody edits removed texts."""
        return TextPermissionTester(user, self)

    def is_site_root(self) -> bool:
        """Return False without a query; Wagtail calls it for every row of every list."""
        return False

    def get_admin_display_title(self) -> str:
        """Return the title of the latest draft, with the language except in lists that have a column for it."""
        title = self.draft_title or self.title
        return title if getattr(self, "stands_in_list", False) else f"{title} [{self.language}]"

    def get_url_parts(self, *_args: Any, **_options: Any) -> None:
        """Return None: the public server serves releases, not Wagtail."""
        return

    def serve_preview(self, _request: HttpRequest, _mode: str) -> HttpResponse:
        """Return the page that the public server would show."""
        return hooks.get().show_preview(self)

    def _set_core_field_defaults(self) -> None:
        """Derive Wagtail's title and slug; the slug only distinguishes siblings and is never public."""
        if self.headline:
            self.title = Truncator(self.headline).chars(250)
        self.slug = f"{self.release_id}-{self.language}".lower()
        super()._set_core_field_defaults()

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """Return the text of a revision, with the present values of the fields that belong to no revision."""
        revised: Self = super().with_content_json(content)
        for name in self.facts():
            setattr(revised, name, getattr(self, name))
        # Wagtail's own schedule would publish without an action.
        revised.go_live_at = revised.expire_at = None
        return revised

    @classmethod
    def facts(cls) -> list[str]:
        """Return the names of the fields that are stored about the text itself, not in its revisions."""
        own = [field for field in cls._meta.local_fields if guard.use_of(field) is guard.Use.DESK]
        return [field.attname for field in (*guard.fields_of(guard.Use.FACT), *own) if not field.primary_key]

    def refresh_facts(self) -> None:
        """Read the facts about the text itself from the database."""
        for name, value in type(self).objects.filter(pk=self.pk).values(*self.facts()).get().items():
            setattr(self, name, value)

    def save_revision(self, *args: Any, **options: Any) -> Any:
        """Save a draft, its time, and what depends on it: approval, list and missing metadata.

        Raises:
            ScheduledError: the text is scheduled, and no action is running.
        """
        self._set_core_field_defaults()  # Wagtail reads the draft's title from it
        overwritten = options.get("overwrite_revision")
        if overwritten is not None and overwritten.pk == self.approved_revision:
            options["overwrite_revision"] = None  # an approved revision stays unchanged
        if self.is_scheduled and not guard.is_open():
            raise ScheduledError(str(self))
        revision = super().save_revision(*args, **options)
        # Lists are sorted by it, and Wagtail's own field has no index.
        type(self).objects.filter(pk=self.pk).update(edited_at=revision.created_at)
        self.edited_at = revision.created_at
        hooks.get().draft_saved(self, by=revision.user, at=revision.created_at)
        return revision

    def publish(self, *args: Any, **options: Any) -> Any:
        """Publish in Wagtail, from an action only.

        Raises:
            OnlyActionsError: no action is running.
        """
        self._check_action_runs()
        return super().publish(*args, **options)

    def unpublish(self, *args: Any, **options: Any) -> Any:
        """Unpublish in Wagtail, from an action only.

        Raises:
            OnlyActionsError: no action is running.
        """
        self._check_action_runs()
        return super().unpublish(*args, **options)

    def copy(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refuse: a release has one text per language."""
        raise OnlyActionsError(str(self))

    def create_alias(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refuse, as ``copy``."""
        raise OnlyActionsError(str(self))

    def update_aliases(self, *_args: Any, **_options: Any) -> None:
        """Do nothing: there are no aliases, and the search for them reads every page."""

    def _check_action_runs(self) -> None:
        if not guard.is_open():
            raise OnlyActionsError(str(self))

    def get_lock(self) -> BaseLock | None:
        """Lock a scheduled text, so that it goes live unchanged."""
        return ScheduledLock(self) if self.is_scheduled else super().get_lock()


for _name in (
    *(field.name for mixin in (MP_Node, LockableMixin, RevisionMixin) for field in mixin._meta.local_fields),  # noqa: SLF001
    *("content_type", "draft_title", "has_unpublished_changes", "latest_revision_created_at", "owner", "url_path"),
):
    # What Wagtail writes when a draft is saved, locked or moved.
    guard.unseen(Page._meta.get_field(_name))  # noqa: SLF001
guard.fact(Page._meta.get_field("slug"))  # noqa: SLF001 - derived from release and language

GONE = frozenset({ReleasePage.State.REMOVED, ReleasePage.State.ERASED})
"""States after which nobody edits a text."""


class TextPermissionTester(PagePermissionTester):
    """What somebody may do with a text in Wagtail; actions check more: ``actions.permissions``."""

    def can_edit(self) -> bool:
        """Tell whether the person may write a draft of the text."""
        if self.page.public_state in GONE or not super().can_edit():
            return False
        return bool(self.page.translated_from) or writes_originals(self.user, self.page)


class ScheduledLock(BaseLock):
    """Locks a scheduled text until it is live or unscheduled."""

    def for_user(self, _user: Any) -> bool:
        """Lock it for everybody."""
        return True

    def get_message(self, _user: Any) -> str:
        """Return what to do instead of editing."""
        return gettext("This text is scheduled and cannot be changed. Unschedule it on the page of the release first.")

    def get_description(self, user: Any) -> str:
        """Return the same for the side panel."""
        return self.get_message(user)
