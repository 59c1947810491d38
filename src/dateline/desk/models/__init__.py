"""What the desk keeps; one subject a module."""

from dateline.desk.models.checks import Dismissal, Fingerprint
from dateline.desk.models.debts import Debt
from dateline.desk.models.erasures import Erasure
from dateline.desk.models.library.attachments import Attachment
from dateline.desk.models.library.images import NewsImage, NewsRendition, PublicFile
from dateline.desk.models.library.recordings import Recording, Transcript
from dateline.desk.models.library.shelves import Shelf
from dateline.desk.models.listed import ListedText
from dateline.desk.models.machine import MachineTranslation
from dateline.desk.models.organisation.kinds import Kind
from dateline.desk.models.organisation.newsroom import NewsroomSettings
from dateline.desk.models.organisation.offices import Office, OfficeName
from dateline.desk.models.organisation.pages import NewsroomPage, OfficePage
from dateline.desk.models.organisation.topics import Topic
from dateline.desk.models.people.acts import Act
from dateline.desk.models.people.roles import Role, RoleGroup
from dateline.desk.models.people.tokens import Receipt, Scope, Token
from dateline.desk.models.people.users import User
from dateline.desk.models.releases import Release, ReleaseOffice, ReleaseTopic
from dateline.desk.models.starting import StartingText
from dateline.desk.models.texts import ReleasePage

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
