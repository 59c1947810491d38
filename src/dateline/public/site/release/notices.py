"""What readers are told about a text besides its words: moments, reference number, notices, withdrawal."""

import datetime as dt
from zoneinfo import ZoneInfo

from dateline.archive.port import Note, ReleaseText
from dateline.editions.edition import Edition
from dateline.public.references import reference_number
from dateline.public.site.page import PageContext
from dateline.text.languages import pick
from dateline.text.xmltext import without_hyphenation


def format_moment(context: PageContext, at: dt.datetime, *, exact: bool) -> str:
    """Return a moment in the newsroom's time zone: the day, and with ``exact`` the time and its offset from UTC."""
    day = context.wording.day(context.local_date(at))
    if not exact:
        return day
    zone = context.newsroom.time_zone
    return context.wording.gettext(
        "%(day)s, %(time)s (%(zone)s)", day=day, time=context.wording.time(at, zone), zone=_offset(context, at)
    )


def _offset(context: PageContext, at: dt.datetime) -> str:
    ahead = at.astimezone(ZoneInfo(context.newsroom.time_zone)).utcoffset() or dt.timedelta()
    minutes = round(ahead / dt.timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return "UTC" if not minutes else f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def reference_of(context: PageContext, edition: Edition) -> str:
    """Return the reference number of a release, such as ``ASCO 120/2026``: it is cited and searched by it."""
    published_on = context.local_date(edition.published_at)
    return reference_number(pick(context.newsroom.short_name, edition.language), edition.number, published_on)


def change_name(context: PageContext, change: str) -> str:
    """Return the name of a change in the history of a release."""
    say = context.wording.gettext
    return {
        "published": say("Published"),
        "updated": say("Updated"),
        "corrected": say("Corrected"),
        "withdrawn": say("Withdrawn"),
        "restored": say("Restored"),
        "removed": say("Removed"),
    }.get(change, say("Changed"))


def notice_title(context: PageContext, note: Note) -> str:
    """Return the heading of a public notice."""
    say = context.wording.gettext
    return {
        "corrected": say("Correction"),
        "withdrawn": say("This release has been withdrawn"),
        "restored": say("This release has been restored"),
    }.get(note.change, say("Notice"))


def notices(context: PageContext, text: ReleaseText) -> list[tuple[str, dt.date, Note]]:
    """Return (heading, day, notice) of the public notices of a text, the latest first."""
    return [(notice_title(context, note), context.local_date(note.at), note) for note in reversed(text.notes)]


def withdrawn_on(context: PageContext, text: ReleaseText) -> dt.date | None:
    """Return the day of the last withdrawal, in the newsroom's time zone; None where it is not known."""
    moments = [note.at for note in text.notes if note.change == "withdrawn"]
    return context.local_date(moments[-1]) if moments else None


def withdrawal(context: PageContext, text: ReleaseText) -> str:
    """Return that a release has been withdrawn, with the day where it is known."""
    say, day = context.wording.gettext, withdrawn_on(context, text)
    if day is None:
        return say("This release has been withdrawn").unescape()
    return say("Withdrawn on %(day)s", day=context.wording.day(day)).unescape()


def page_title(context: PageContext, text: ReleaseText) -> str:
    """Return the headline for browsers and link previews; it says so where the release has been withdrawn."""
    headline = without_hyphenation(text.edition.headline) if text.edition else ""
    if text.state != "withdrawn":
        return headline
    return context.wording.gettext("Withdrawn: %(headline)s", headline=headline).unescape()
