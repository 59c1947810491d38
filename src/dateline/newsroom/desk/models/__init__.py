"""Models of the desk. They import no other layer of it; to call higher layers they use ``desk.hooks``."""

from dateline.newsroom.desk.models.accounts import Receipt, Scope, Token, User
from dateline.newsroom.desk.models.acts import Act
from dateline.newsroom.desk.models.files import Attachment, NewsImage, NewsRendition, PublicFile
from dateline.newsroom.desk.models.newsroom import NewsroomSettings
from dateline.newsroom.desk.models.offices import NewsroomPage, Office, OfficeName, OfficePage, Shelf
from dateline.newsroom.desk.models.recordings import Recording, Transcript
from dateline.newsroom.desk.models.releases import Erasure, Release, ReleaseOffice, ReleaseTopic
from dateline.newsroom.desk.models.roles import Role, RoleGroup
from dateline.newsroom.desk.models.starting_texts import StartingText
from dateline.newsroom.desk.models.text_rows import Debt, Dismissal, Fingerprint, IndexRow, MachineTranslation
from dateline.newsroom.desk.models.texts import ReleasePage
from dateline.newsroom.desk.models.vocabulary import Kind, Topic

__all__ = [
    "Act",
    "Attachment",
    "Debt",
    "Dismissal",
    "Erasure",
    "Fingerprint",
    "IndexRow",
    "Kind",
    "MachineTranslation",
    "NewsImage",
    "NewsRendition",
    "NewsroomPage",
    "NewsroomSettings",
    "Office",
    "OfficeName",
    "OfficePage",
    "PublicFile",
    "Receipt",
    "Recording",
    "Release",
    "ReleaseOffice",
    "ReleasePage",
    "ReleaseTopic",
    "Role",
    "RoleGroup",
    "Scope",
    "Shelf",
    "StartingText",
    "Token",
    "Topic",
    "Transcript",
    "User",
]
