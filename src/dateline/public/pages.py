"""Responses of the public side: API, feeds, ActivityPub and site are tried in this order."""

import datetime as dt

import msgspec

from dateline.archive.port import Archive
from dateline.public import activitypub
from dateline.public.api import log, problem
from dateline.public.api import respond as api
from dateline.public.api.errors import ProblemError
from dateline.public.api.serving import PREFIX
from dateline.public.feeds import Feeds
from dateline.public.http.log_stream import LogQuery
from dateline.public.http.refusals import SENTENCES
from dateline.public.prints.jobs import Printer, no_printer
from dateline.public.recording import RecordingArchive
from dateline.public.site.site import Site
from dateline.web.http import Request, Response


class PublicFeatures(msgspec.Struct, frozen=True, kw_only=True):
    """What the public side offers to machines besides its pages.

    Attributes:
        full: whether feeds have full texts, not only leads.
        hub: WebSub hub of the feeds; empty for none.
        indexnow_key: key of IndexNow, served in a file of its name; empty for none.
        actors: settings of the ActivityPub actors; None where ActivityPub is off.
    """

    full: bool = True
    hub: str = ""
    indexnow_key: str = ""
    actors: activitypub.ActorSettings | None = None


DEFAULT_FEATURES = PublicFeatures()
"""Feeds with full texts; no hub, no IndexNow, no ActivityPub."""


class PublicPages:
    """Makes the pages of one site; the front's ``PageMaker``.

    Args:
        public_url: of the site, without a last slash.
        build: of the software, for the addresses of static files.
        printer: prints PDFs and link previews.
        features: what the site offers to machines besides pages.
    """

    def __init__(
        self,
        public_url: str,
        build: str,
        printer: Printer = no_printer,
        features: PublicFeatures = DEFAULT_FEATURES,
    ) -> None:
        self._public_url = public_url
        self._key = features.indexnow_key
        self._feeds = Feeds(public_url, full=features.full, hub=features.hub)
        self._actors = features.actors
        self._site = Site(public_url, build, printer, actor=features.actors.name if features.actors else "")

    def respond(self, request: Request, archive: Archive, *, today: dt.date) -> Response:
        """Return the page, feed or redirect at an address, else the site's own 404. It says which texts it names."""
        if self._key and request.path == f"/{self._key}.txt":
            return Response(200, (("content-type", "text/plain; charset=utf-8"),), self._key.encode())
        recording = RecordingArchive(archive)
        response = self._route(request, recording, today)
        return msgspec.structs.replace(response, named_texts=response.named_texts | recording.texts_read)

    def _route(self, request: Request, archive: Archive, today: dt.date) -> Response:
        return (
            api(request, archive, public_url=self._public_url)
            or self._feeds.respond(request, archive)
            or self._actor(request, archive)
            or self._site.respond(request, archive, today=today)
            or self.fault(404, request, archive)
        )

    def _actor(self, request: Request, archive: Archive) -> Response | None:
        if self._actors is None:
            return None
        return activitypub.respond(request, archive, public_url=self._public_url, settings=self._actors)

    def fault(self, status: int, request: Request, archive: Archive | None) -> Response:
        """Return the site's own page for 404, 500 or 503; to clients of the API a problem."""
        if request.path.startswith(PREFIX):
            return problem(status, SENTENCES[status])
        return self._site.fault(status, request, archive.newsroom if archive else None)


class LogPages:
    """Makes the pages of the publication log; the front's ``PublicLog``."""

    def __init__(self, public_url: str) -> None:
        self._public_url = public_url

    def parse(self, request: Request, archive: Archive | None = None) -> LogQuery | Response:
        """Return the query of a request, or the problem with it."""
        try:
            if archive is not None:
                log.request_filter(request, archive)
            return LogQuery(*log.parse_request(request))
        except ProblemError as error:
            return problem(error.status, error.detail)

    def page(self, request: Request, archive: Archive) -> Response:
        """Return a page of the log."""
        response = api(request, archive, public_url=self._public_url)
        return response or problem(404, "There is nothing at this address.")

    def events(self, request: Request, archive: Archive, after: int) -> tuple[bytes, int]:
        """Return the next entries as events, and the position reached."""
        return log.events(archive, after, log.request_filter(request, archive))

    def problem(self, status: int, detail: str) -> Response:
        """Return a problem."""
        return problem(status, detail)
