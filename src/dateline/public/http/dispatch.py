"""Where an answer comes from: the last one like it, the threads of pages, or the one of prints, which take seconds."""

from dateline.public.http import negotiation
from dateline.public.http.archive_source import ArchiveSource
from dateline.public.http.hot_cache import HotCache, RequestKey
from dateline.public.http.messages import Incoming, Outgoing
from dateline.public.http.page_service import PageService
from dateline.public.http.refusals import refused

PRINTS = (".pdf", ".png")
"""How addresses of prints end."""

_ROUNDS = 5  # the archive may move on while a print is made; so often it does not


class Dispatcher:
    """Asks the service that an address belongs to; all its coroutines belong to one event loop.

    Args:
        source: the archive.
        pages: for pages, feeds and the API.
        prints: for prints; the same rules, threads of its own, so that readers of pages never wait for one.
        again: answers of pages that went out last.
    """

    def __init__(self, source: ArchiveSource, pages: PageService, prints: PageService, again: HotCache) -> None:
        self._source = source
        self._pages = pages
        self._prints = prints
        self._again = again

    def at_once(self, way: RequestKey) -> Outgoing | None:
        """Return the answer that the last one got who asked in this way, where it still holds."""
        return self._again.get(way)

    async def answer(self, asked: Incoming, accept: str, way: RequestKey | None = None) -> Outgoing:
        """Return the answer from the generation at hand, in the form that an Accept header asks for.

        ``way`` is how it was asked for, where the next who asks in this way may get the same.
        """
        if asked.path.endswith(PRINTS):
            return await self._print(asked)
        shown = self._source.shown
        given = negotiation.chosen(asked, accept)
        answer = await self._pages.answer(given, shown.archive, shown.orders.digest)
        if given is not asked:
            answer = negotiation.told(answer, given)
        if way is not None:
            self._again.put(way, answer, shown)
        return answer

    async def _print(self, asked: Incoming) -> Outgoing:
        """Return a print; what was removed while it was made is not given out.

        A second round finds what the first one made, unless the release itself has changed.
        """
        for _ in range(_ROUNDS):
            shown = self._source.shown
            answer = await self._prints.answer(asked, shown.archive, shown.orders.digest)
            if shown is self._source.shown:
                return answer
        return refused(503, asked.accept_language, asked.path)
