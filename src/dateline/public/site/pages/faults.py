"""Pages for what cannot be shown: not found, gone, out of order."""

from collections.abc import Sequence

from markupsafe import Markup

from dateline.archive.port import Note, ReleaseText
from dateline.public.site.page import Head, Pages, Shell
from dateline.web.http import Response


def fault(
    pages: Pages, setting: Shell, status: int, sentence: str | Markup, *, ways: Sequence[tuple[str, str]] = ()
) -> Response:
    """Return a page that says why there is nothing here and offers ways on, as (label, path)."""
    say = setting.wording.gettext
    title = {
        404: say("Page not found"),
        410: say("No longer public"),
        503: say("Out of order for a moment"),
    }.get(status, say("Something went wrong"))
    head = Head(title=title, path=f"/{setting.ui}/news", indexed=False)
    return pages.page("fault.html", setting, head, status=status, status_code=status, sentence=sentence, ways=ways)


def not_found(pages: Pages, setting: Shell) -> Response:
    """Return the page for an address that leads nowhere."""
    say = setting.wording.gettext
    return fault(pages, setting, 404, say("There is nothing at this address. It may have been mistyped."))


def unknown(pages: Pages, setting: Shell, parameter: str, value: str) -> Response:
    """Return the page for a filter value that nobody knows."""
    say = setting.wording.gettext
    sentence = {
        "kind": say("No content type is known as “%(value)s”.", value=value),
        "office": say("No office is known as “%(value)s”.", value=value),
        "topic": say("No topic is known as “%(value)s”.", value=value),
        "language": say("Nothing is published in a language “%(value)s”.", value=value),
    }.get(parameter, say("There is nothing at this address. It may have been mistyped."))
    return fault(pages, setting, 404, sentence)


def malformed(pages: Pages, setting: Shell, parameter: str, value: str) -> Response:
    """Return the page for a filter that cannot be read."""
    say = setting.wording.gettext
    days = say(
        "“%(value)s” cannot be used as a day here. Days are written as 2024-06-03, the first one first.", value=value
    )
    sentence = {
        "from": days,
        "until": days,
        "page": say("“%(value)s” is not the number of a page.", value=value),
        "size": say("A page cannot have “%(value)s” items. It has 10, 20 or 50.", value=value),
        "order": say("Lists cannot be put in the order “%(value)s”. They go by date or by relevance.", value=value),
    }.get(parameter, say("This address cannot be read."))
    return fault(pages, setting, 404, sentence)


def reversed_days(pages: Pages, setting: Shell, path: str) -> Response:
    """Return the page for a time that ends before it begins, with the address of the one that was most likely meant."""
    say = setting.wording.gettext
    return fault(
        pages, setting, 404, say("The last day lies before the first."), ways=[(say("Exchange the two days"), path)]
    )


def other_languages(pages: Pages, setting: Shell, paths: dict[str, str]) -> Response:
    """Return the page for a release that is not public in the language asked for, with those in which it is."""
    say = setting.wording.gettext
    return fault(
        pages,
        setting,
        404,
        say("This release has not been published in the language you asked for. You can read it in another one:"),
        ways=[(setting.wording.own_name(tag), path) for tag, path in paths.items()],
    )


def gone(pages: Pages, setting: Shell, reading: ReleaseText, paths: dict[str, str]) -> Response:
    """Return the page for a text that was taken away, with what was said about it."""
    say = setting.wording.gettext
    notes: Sequence[Note] = [note for note in reading.notes if note.change in ("removed", "erased", "withdrawn")]
    head = Head(title=say("No longer public"), path=f"/{setting.ui}/news", indexed=False)
    return pages.page(
        "gone.html",
        setting,
        head,
        status=410,
        notes=[(note, setting.published_on(note.at)) for note in reversed(notes)],
        ways=[(tag, setting.wording.own_name(tag), path) for tag, path in paths.items() if tag != reading.language],
    )
