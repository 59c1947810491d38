"""What the desk keeps; one subject a module."""

from dateline.newsroom.desk.models.acts import Act
from dateline.newsroom.desk.models.attachments import Attachment
from dateline.newsroom.desk.models.checks import Dismissal, Fingerprint
from dateline.newsroom.desk.models.debts import Debt
from dateline.newsroom.desk.models.erasures import Erasure
from dateline.newsroom.desk.models.images import NewsImage, NewsRendition, PublicFile
from dateline.newsroom.desk.models.index_row import ListedText
from dateline.newsroom.desk.models.kinds import Kind
from dateline.newsroom.desk.models.machine import MachineTranslation
from dateline.newsroom.desk.models.newsroom import NewsroomSettings
from dateline.newsroom.desk.models.offices import Office, OfficeName
from dateline.newsroom.desk.models.pages import NewsroomPage, OfficePage
from dateline.newsroom.desk.models.recordings import Recording, Transcript
from dateline.newsroom.desk.models.releases import Release, ReleaseOffice, ReleaseTopic
from dateline.newsroom.desk.models.roles import Role, RoleGroup
from dateline.newsroom.desk.models.shelves import Shelf
from dateline.newsroom.desk.models.starting import StartingText
from dateline.newsroom.desk.models.texts import ReleasePage
from dateline.newsroom.desk.models.tokens import Receipt, Scope, Token
from dateline.newsroom.desk.models.topics import Topic
from dateline.newsroom.desk.models.users import User

__all__ = [
    "Act",
    "Attachment",
    "Debt",
    "Dismissal",
    "Erasure",
    "Fingerprint",
    "Kind",
    "ListedText",
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
