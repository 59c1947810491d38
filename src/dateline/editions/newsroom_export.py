"""The newsroom's own data in one document of an export; releases are exported beside it, in an industry format."""

from typing import Literal

from dateline.editions.newsroom import Kind, Newsroom, Office, Topic
from dateline.editions.parts import Part

FILE = "newsroom.json"
"""Name of the document among the files of an export."""


class NewsroomExport(Part, tag="moving", tag_field="is", frozen=True, kw_only=True):
    """The public newsroom, offices, topics and kinds; salts are empty and the logo is left out.

    Exports contain the tag of this class, so it must not change.
    """

    schema: Literal[1] = 1
    newsroom: Newsroom | None
    offices: tuple[Office, ...]
    topics: tuple[Topic, ...]
    kinds: tuple[Kind, ...]
