"""Builders for the desk: they fill in what a test is not about."""

import datetime as dt
from io import BytesIO
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dateline.newsroom.desk import actions
from dateline.newsroom.desk.models import Attachment, Kind, NewsImage, Office, OfficeName, Release, Topic, User

NOON = dt.datetime(2024, 6, 3, 12, tzinfo=dt.UTC)
_number = count(1)


def minutes(after_noon: float) -> dt.datetime:
    return NOON + dt.timedelta(minutes=after_noon)


def a_user(username: str | None = None, **facts) -> User:
    user = User(username=username or f"person-{next(_number)}", **facts)
    user.set_unusable_password()
    user.save()
    return user


def a_superuser(**facts) -> User:
    return a_user(is_superuser=True, **facts)


def an_office(slug: str = "", names=None, **facts) -> Office:
    slug = slug or f"office-{next(_number)}"
    names = names or [OfficeName(names={"en": slug.replace("-", " ").title()})]
    actions.set_office(Office(slug=slug, **facts), names=names, at=NOON)
    return Office.objects.get(slug=slug)


def a_topic(slug: str = "", **facts) -> Topic:
    slug = slug or f"topic-{next(_number)}"
    topic = Topic(slug=slug, **{"names": {"en": slug.replace("-", " ").title()}, **facts})
    actions.set_topic(topic, at=NOON)
    return topic


def a_kind(slug: str = "news") -> Kind:
    return Kind.objects.get(slug=slug)


def a_draft(  # noqa: PLR0913
    headline: str = "Bridge opens",
    *,
    by=None,
    language: str = "en",
    kind="news",
    office=None,
    offices=(),
    topics=(),
    **words,
):
    """Return a draft of a new release, with everything that publishing requires."""
    release = Release(kind=a_kind(kind), lead_office=office)
    given = {"lead": "It opened today.", "body": [("text", "<p>It opened.</p>")], **words}
    return actions.start(
        by=by, language=language, headline=headline, release=release, offices=offices, topics=topics, **given
    )


def a_published(headline: str = "Bridge opens", *, at: dt.datetime = NOON, **facts):
    text = a_draft(headline, **facts)
    actions.publish(text, by=None, at=at)
    text.refresh_from_db()
    return text


def approved(what, *, languages=None, at: dt.datetime = NOON):
    """Approve a text, or a release in some languages, as the desk itself; return it."""
    release = what if isinstance(what, Release) else what.release
    languages = languages or ([what.language] if what is not release else None)
    for text in release.texts.all():
        if languages is None or text.language in languages:
            if text.draft_stage == "draft":
                actions.perform("submit", text, by=None, at=at)
            if text.draft_stage in {"draft", "review"}:
                actions.perform("approve", text, by=None, at=at)
    what.refresh_from_db()
    return what


def schedule(what, *, live_at: dt.datetime, at: dt.datetime = NOON, by=None, languages=None):
    """Approve the drafts and schedule them for a moment."""
    approved(what, languages=languages)
    return actions.perform("schedule", what, by=by, at=at, live_at=live_at, languages=languages).texts


def image_bytes(size=(640, 400), kind="JPEG", colour="teal", **options) -> bytes:
    data = BytesIO()
    Image.new("RGB", size, colour).save(data, kind, **options)
    return data.getvalue()


def a_picture(title: str = "Bridge", data: bytes | None = None, name: str = "bridge.jpg", **facts) -> NewsImage:
    image = NewsImage(title=title, file=SimpleUploadedFile(name, data or image_bytes()), **facts)
    image._set_image_file_metadata()
    image.save()
    return image


def an_attachment(
    title: str = "Figures", data: bytes = b"a,b\n1,2\n", name: str = "figures.csv", **facts
) -> Attachment:
    attachment = Attachment(title=title, file=SimpleUploadedFile(name, data), **facts)
    attachment.save()
    return attachment


def edit(text, *, by=None, **words):
    """Save a new draft of a text, as an author would."""
    draft = text.get_latest_revision_as_object()
    for name, value in words.items():
        setattr(draft, name, value)
    draft.save_revision(user=by, clean=False)
    text.refresh_from_db()
    return text


def log_entries(text=None):
    from dateline.newsroom.publication.log import read

    records = read(0, 10_000)
    if text is None:
        return records
    return [
        r for r in records if r.entry.subject.id == str(text.release_id) and r.entry.subject.language == text.language
    ]


def noon() -> dt.datetime:
    """Return a fixed moment; a value for the setting ``CLOCK``."""
    return NOON


CLOCK_AT = [NOON]
"""The time of `movable_clock`; a test sets it."""


def movable_clock() -> dt.datetime:
    """Return the moment in ``CLOCK_AT``, which a test may change; a value for the setting ``CLOCK``."""
    return CLOCK_AT[0]
