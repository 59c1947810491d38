"""The newsroom, its offices, topics and kinds in the API."""

from dateline.editions import newsroom as model
from dateline.public.api import types
from dateline.public.api.errors import ProblemError
from dateline.public.api.request import ApiRequest


def newsroom(request: ApiRequest) -> types.Newsroom:
    """Return the newsroom, and the position of the archive in the publication log."""
    known = request.archive.newsroom
    if known is None:
        raise ProblemError(404, "The newsroom has no name yet.")
    return types.Newsroom(
        name=known.name,
        short_name=known.short_name,
        title=known.title,
        languages=list(known.languages),
        time_zone=known.time_zone,
        home_url=known.home_url,
        position=request.archive.position,
    )


def offices(request: ApiRequest) -> types.Offices:
    """Return all offices, closed ones included."""
    return types.Offices([_office(request, office) for office in request.archive.offices.values()])


def office(request: ApiRequest) -> types.Office:
    """Return an office."""
    found = request.archive.offices.get(request.path_values["slug"])
    if found is None:
        raise ProblemError(404, f"No office is known as {request.path_values['slug']!r}.")
    return _office(request, found)


def topics(request: ApiRequest) -> types.Topics:
    """Return all topics."""
    return types.Topics([_topic(request, topic) for topic in request.archive.topics.values()])


def topic(request: ApiRequest) -> types.Topic:
    """Return a topic."""
    found = request.archive.topics.get(request.path_values["slug"])
    if found is None:
        raise ProblemError(404, f"No topic is known as {request.path_values['slug']!r}.")
    return _topic(request, found)


def kinds(request: ApiRequest) -> types.Kinds:
    """Return all kinds, in their order."""
    return types.Kinds([types.Kind(slug=kind.slug, names=kind.names) for kind in request.archive.kinds.values()])


def _office(request: ApiRequest, office_: model.Office) -> types.Office:
    return types.Office(
        slug=office_.slug,
        url=f"{request.root}/{_language(request)}/offices/{office_.slug}",
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


def _topic(request: ApiRequest, topic_: model.Topic) -> types.Topic:
    return types.Topic(
        slug=topic_.slug,
        url=f"{request.root}/{_language(request)}/topics/{topic_.slug}",
        names=topic_.names,
        parent=topic_.parent,
        media_topic=topic_.media_topic,
    )


def _language(request: ApiRequest) -> str:
    known = request.archive.newsroom
    return known.languages[0] if known and known.languages else "en"
