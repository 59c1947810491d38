"""Which threads make an answer: those of pages, or the one of prints, which take seconds."""

from dateline.config.door import negotiation
from dateline.config.door.asked import Asked, Sent
from dateline.config.door.pages import Service
from dateline.config.door.refusals import refused
from dateline.config.door.source import Source

PRINTS = (".pdf", ".png")
"""How addresses of prints end."""

_ROUNDS = 5  # the archive may move on while a print is made; so often it does not


class Lanes:
    """Asks the service that an address belongs to; all its coroutines belong to one event loop.

    Args:
        source: the archive.
        pages: for pages, feeds and the API.
        prints: for prints; the same rules, threads of its own, so that readers of pages never wait for one.
    """

    def __init__(self, source: Source, pages: Service, prints: Service) -> None:
        self._source = source
        self._pages = pages
        self._prints = prints

    async def answer(self, asked: Asked, accept: str) -> Sent:
        """Return the answer from the generation at hand, in the form that an Accept header asks for."""
        if asked.path.endswith(PRINTS):
            return await self._print(asked)
        shown = self._source.shown
        given = negotiation.chosen(asked, accept)
        answer = await self._pages.answer(given, shown.archive, shown.orders.digest)
        return answer if given is asked else negotiation.told(answer, given)

    async def _print(self, asked: Asked) -> Sent:
        """Return a print; what was removed while it was made is not given out.

        A second round finds what the first one made, unless the release itself has changed.
        """
        for _ in range(_ROUNDS):
            shown = self._source.shown
            answer = await self._prints.answer(asked, shown.archive, shown.orders.digest)
            if shown is self._source.shown:
                return answer
        return refused(503, asked.accept_language, asked.path)
