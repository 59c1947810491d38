"""A newsroom's own facts in one document, for who moves it; releases travel beside it, in a format of the industry."""

from typing import Literal

from dateline.editions.newsroom import Kind, Newsroom, Office, Topic
from dateline.editions.parts import Part

FILE = "newsroom.json"
"""What the document is called among the files of an export."""


class Moving(Part, tag="moving", tag_field="is", frozen=True, kw_only=True):
    """The newsroom and what it calls things, as the public knows them; salts are empty, the logo stays behind."""

    schema: Literal[1] = 1
    newsroom: Newsroom | None
    offices: tuple[Office, ...]
    topics: tuple[Topic, ...]
    kinds: tuple[Kind, ...]
