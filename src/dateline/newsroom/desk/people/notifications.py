"""E-mail to people of the desk about submitted, returned and approved texts."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from dateline.newsroom.desk.models import Act, ReleasePage, Role, User, roles

PARAGRAPH = "\n\n"


def notify_submitted(texts: Sequence[ReleasePage], *, by: User | None) -> None:
    """Notify the reviewers and editors of the lead office, and those for all offices, of texts in review."""
    office = texts[0].release.lead_office
    people = roles.holders(Role.REVIEWER, office).exclude(pk=by.pk if by else 0)
    _notify(people, "submitted", texts, by=by, note="")


def notify_sent_back(texts: Sequence[ReleasePage], *, by: User | None, note: str) -> None:
    """Notify the submitters of returned texts, with the reason."""
    _notify(_submitters(texts).exclude(pk=by.pk if by else 0), "sent back", texts, by=by, note=note)


def notify_approved(texts: Sequence[ReleasePage], *, by: User | None) -> None:
    """Notify the submitters of approved texts."""
    _notify(_submitters(texts).exclude(pk=by.pk if by else 0), "approved", texts, by=by, note="")


def _submitters(texts: Sequence[ReleasePage]) -> QuerySet[User]:
    """Return the people who last submitted the texts, each once."""
    people: set[int] = set()
    for text in texts:
        acts = Act.objects.filter(release=text.release_id, language=text.language, action="submit")
        people.add(acts.order_by("-pk").values_list("person_id", flat=True).first() or 0)
    return User.objects.filter(pk__in=people)


def _notify(people: Iterable[User], what: str, texts: Sequence[ReleasePage], *, by: User | None, note: str) -> None:
    keys = [person.pk for person in people if person.email]
    if keys:
        mail.enqueue(keys, what, [text.pk for text in texts], by=by.get_username() if by else "", note=note)


@task()
def mail(keys: Sequence[int], what: str, texts: Sequence[int], *, by: str, note: str) -> None:
    """Send one message to each person, in the person's interface language; deleted texts are left out."""
    pages = list(ReleasePage.objects.select_related("release").filter(pk__in=texts))
    for person in User.objects.filter(pk__in=keys, is_active=True) if pages else ():
        profile = getattr(person, "wagtail_userprofile", None)
        with override(profile.get_preferred_language() if profile else settings.LANGUAGE_CODE):
            subject, body = message(what, pages, by=by, note=note)
            EmailMessage(subject, body, to=[person.email]).send()


def message(what: str, texts: Sequence[ReleasePage], *, by: str, note: str) -> tuple[str, str]:
    """Return subject and body in the active language."""
    subjects = {
        "submitted": _("In review: %(title)s"),
        "sent back": _("Sent back: %(title)s"),
        "approved": _("Approved: %(title)s"),
    }
    title = texts[0].draft_title or texts[0].title
    lines = [f"[{text.language}] {text.draft_title or text.title}" for text in texts]
    parts = ["\n".join(lines), note, settings.DESK_URL + reverse("desk_release", args=[texts[0].release_id]), by]
    subject = " ".join((subjects[what] % {"title": title}).split())
    return subject, PARAGRAPH.join(part for part in parts if part)
