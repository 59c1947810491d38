"""Error pages, and redirects from old addresses, which are tried first."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from dateline.archive.port import Archive, Note, ReleaseText
from dateline.public.site.page import Head, PageContext, Renderer, SiteContext
from dateline.web.http import Response, redirect


def stored_redirect(archive: Archive, path: str) -> Response | None:
    """Return the redirect that the log holds for a path; None without one."""
    address = archive.address(path)
    # only a path on this site: "//" starts the name of another host
    if address is not None and address.target.startswith("/") and not address.target.startswith("//"):
        return redirect(address.target, permanent=address.permanent)
    return None


def error_page(
    renderer: Renderer,
    context: SiteContext,
    status: int,
    message: str | Markup,
    *,
    links: Sequence[tuple[str, str]] = (),
) -> Response:
    """Return a page that says why there is nothing at an address; ``links`` are (label, path) of where to go next."""
    say = context.wording.gettext
    title = {
        404: say("Page not found"),
        410: say("No longer public"),
        503: say("Temporarily unavailable"),
    }.get(status, say("Something went wrong"))
    head = Head(title=title, path=f"/{context.ui}/news", indexed=False)
    return renderer.page("error.html", context, head, status=status, status_code=status, message=message, links=links)


def not_found(renderer: Renderer, context: SiteContext) -> Response:
    """Return the 404 page of an unknown address."""
    say = context.wording.gettext
    return error_page(renderer, context, 404, say("There is nothing at this address. It may have been mistyped."))


def unknown_value(renderer: Renderer, context: SiteContext, parameter: str, value: str) -> Response:
    """Return the 404 page of a filter with an unknown value."""
    say = context.wording.gettext
    message = {
        "kind": say("No content type is known as “%(value)s”.", value=value),
        "office": say("No office is known as “%(value)s”.", value=value),
        "topic": say("No topic is known as “%(value)s”.", value=value),
        "language": say("Nothing is published in a language “%(value)s”.", value=value),
    }.get(parameter, say("There is nothing at this address. It may have been mistyped."))
    return error_page(renderer, context, 404, message)


def malformed_value(renderer: Renderer, context: SiteContext, parameter: str, value: str) -> Response:
    """Return the 404 page of a filter with a value that cannot be parsed."""
    say = context.wording.gettext
    days = say("“%(value)s” is not a date. Dates are written like this: 2024-06-03.", value=value)
    message = {
        "from": days,
        "until": days,
        "page": say("“%(value)s” is not the number of a page.", value=value),
        "size": say("A page cannot have “%(value)s” items. It has 10, 20 or 50.", value=value),
        "order": say("Lists cannot be sorted by “%(value)s”, only by date or by relevance.", value=value),
    }.get(parameter, say("This address cannot be read."))
    return error_page(renderer, context, 404, message)


def reversed_days(renderer: Renderer, context: SiteContext, path: str) -> Response:
    """Return the 404 page of a period that ends before it starts; ``path`` has the two days exchanged."""
    say = context.wording.gettext
    links = [(say("Swap the two days"), path)]
    return error_page(renderer, context, 404, say("The last day is before the first one."), links=links)


def available_in(renderer: Renderer, context: PageContext, paths: Mapping[str, str]) -> Response:
    """Return the 404 page of a release that has no text in a language; ``paths`` by language lead to its texts."""
    say = context.wording.gettext
    return error_page(
        renderer,
        context,
        404,
        say("This release has not been published in the language you asked for. You can read it in another one:"),
        links=[(context.wording.own_name(tag), path) for tag, path in paths.items()],
    )


def gone(renderer: Renderer, context: PageContext, text: ReleaseText, paths: Mapping[str, str]) -> Response:
    """Return the 410 page of a removed text, with its public notices; ``paths`` by language lead to the other texts."""
    say = context.wording.gettext
    notes: Sequence[Note] = [note for note in text.notes if note.change in ("removed", "erased", "withdrawn")]
    head = Head(title=say("No longer public"), path=f"/{context.ui}/news", indexed=False)
    others = {tag: path for tag, path in paths.items() if tag != text.language}
    return renderer.page(
        "gone.html",
        context,
        head,
        status=410,
        notes=[(note, context.local_date(note.at)) for note in reversed(notes)],
        links=[(tag, context.wording.own_name(tag), path) for tag, path in others.items()],
    )
