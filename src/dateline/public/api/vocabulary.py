"""Questions about the newsroom, its offices, topics and kinds."""

from dateline.editions import newsroom
from dateline.public.api import types
from dateline.public.api.asking import Asked
from dateline.public.api.errors import ProblemError


def told(asked: Asked) -> types.Newsroom:
    """Return what the newsroom is called, and how far the archive has followed the log."""
    known = asked.archive.newsroom
    if known is None:
        raise ProblemError(404, "The newsroom has not said yet what it is called.")
    return types.Newsroom(
        name=known.name,
        short_name=known.short_name,
        title=known.title,
        languages=list(known.languages),
        time_zone=known.time_zone,
        home_url=known.home_url,
        position=asked.archive.position,
    )


def offices(asked: Asked) -> types.Offices:
    """Return all offices, closed ones included."""
    return types.Offices([_office(asked, office) for office in asked.archive.offices.values()])


def office(asked: Asked) -> types.Office:
    """Return an office."""
    found = asked.archive.offices.get(asked.named["slug"])
    if found is None:
        raise ProblemError(404, f"No office is known as {asked.named['slug']!r}.")
    return _office(asked, found)


def topics(asked: Asked) -> types.Topics:
    """Return all topics."""
    return types.Topics([_topic(asked, topic) for topic in asked.archive.topics.values()])


def topic(asked: Asked) -> types.Topic:
    """Return a topic."""
    found = asked.archive.topics.get(asked.named["slug"])
    if found is None:
        raise ProblemError(404, f"No topic is known as {asked.named['slug']!r}.")
    return _topic(asked, found)


def kinds(asked: Asked) -> types.Kinds:
    """Return all kinds, in their order."""
    return types.Kinds([types.Kind(slug=kind.slug, names=kind.names) for kind in asked.archive.kinds.values()])


def _office(asked: Asked, office_: newsroom.Office) -> types.Office:
    return types.Office(
        slug=office_.slug,
        url=f"{asked.root}/{_language(asked)}/offices/{office_.slug}",
        names=office_.periods[-1].names,
        periods=list(office_.periods),
        unit=office_.unit,
        status=office_.status,
        closed_on=office_.closed_on,
        successor=office_.successor,
        parent=office_.parent,
        place=office_.place,
        time_zone=office_.time_zone,
        contacts=list(office_.contacts),
    )


def _topic(asked: Asked, topic_: newsroom.Topic) -> types.Topic:
    return types.Topic(
        slug=topic_.slug,
        url=f"{asked.root}/{_language(asked)}/topics/{topic_.slug}",
        names=topic_.names,
        parent=topic_.parent,
        media_topic=topic_.media_topic,
    )


def _language(asked: Asked) -> str:
    known = asked.archive.newsroom
    return known.languages[0] if known and known.languages else "en"
