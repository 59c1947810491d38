"""An independent model of the lifecycle of a text; it does not use the desk's own table of actions.

The model has one release in some languages, the people, and the roles of each. For every attempted action it tells
whether the action succeeds and what readers have afterwards.
"""

from dataclasses import dataclass, field

REACHES = {  # the roles whose actions each role may do, as documented
    "translator": {"translator"},
    "author": {"translator", "author"},
    "reviewer": {"translator", "author", "reviewer"},
    "editor": {"translator", "author", "reviewer", "editor"},
    "duty officer": {"translator", "author", "reviewer", "editor", "duty officer"},
    "editor-in-chief": {"translator", "author", "reviewer", "editor", "duty officer", "editor-in-chief"},
    "administrator": {
        *("translator", "author", "reviewer", "editor", "duty officer", "editor-in-chief", "administrator"),
    },
    "stranger": set(),
}

ASKS = {
    "submit": "author",
    "send back": "reviewer",
    "approve": "editor",
    "publish": "editor",
    "schedule": "editor",
    "unschedule": "editor",
    "review": "editor",
    "withdraw": "editor-in-chief",
    "restore": "editor-in-chief",
    "remove": "editor-in-chief",
    "kill": "duty officer",
}


@dataclass
class ModelText:
    """One text.

    ``readers``: what they have ("", published, withdrawn, removed, erased); ``draft``: how far the next edition is
    ("" where there is none); words are numbers, and ``shown`` are those of the last edition.
    """

    language: str
    is_translation: bool
    draft: str = "draft"
    readers: str = ""
    words: int = 0
    shown: int | None = None
    editors: set[str] = field(default_factory=set)
    owed: bool = False
    due: int | None = None
    changes: list[str] = field(default_factory=list)
    is_there: bool = True

    def may(self, role: str, asked: str) -> bool:
        """Tell whether a person's role is sufficient; translators may act on translations only."""
        if asked == "author" and self.is_translation:
            asked = "translator"
        return asked in REACHES[role]

    # -- attempts: each returns whether it succeeds ---------------------------------------------------

    def edit(self, who: str, role: str, words: int) -> bool:
        if not self.may(role, "author") or self.draft == "scheduled" or self.readers in {"removed", "erased"}:
            return False
        if self.draft == "approved" and words != self.words:
            self.draft = "review"
        if self.draft == "":
            self.draft = "draft"
        self.words = words
        self.editors.add(who)
        return True

    def discard(self, role: str) -> bool:
        if self.draft != "draft" or "author" not in REACHES[role]:
            return False
        if self.readers == "":
            self.is_there = False
        self.draft = ""
        if self.shown is not None:
            self.words = self.shown
        return True

    def can(self, who: str, role: str, action: str, *, note: bool, correct: bool) -> bool:  # noqa: PLR0911, C901 - a table
        if action in ASKS and not self.may(role, ASKS[action]):
            return False
        match action:
            case "submit":
                return self.draft == "draft"
            case "send back":
                return self.draft in {"review", "approved"} and note
            case "approve":
                return self.draft == "review" and who not in self.editors
            case "publish":
                return (
                    self.draft == "approved"
                    and self.readers != "withdrawn"
                    and (note or not self._corrects(correct=correct))
                )
            case "publish at once":
                asked = "editor" if self.readers else "duty officer"
                # A correction may be a note alone; an update that changes nothing is none.
                waiting = self.draft in {"draft", "review"} or (self._corrects(correct=correct) and self.draft == "")
                return self.may(role, asked) and waiting and self.readers in {"", "published"} and note
            case "schedule":
                return self.draft in {"approved", "scheduled"} and self.readers in {"", "published"}
            case "unschedule":
                return self.draft == "scheduled"
            case "review":
                return self.owed and self.readers in {"published", "withdrawn"} and who not in self.editors
            case "withdraw":
                return self.readers == "published" and note
            case "restore":
                return self.readers == "withdrawn" and note
            case "remove" | "kill":
                return self.readers in {"published", "withdrawn"} and note
        raise AssertionError(action)

    def do(self, action: str, *, correct: bool, due: int | None = None) -> None:  # noqa: C901 - a table
        match action:  # as in the table
            case "submit":
                self.draft = "review"
            case "send back":
                self.draft = "draft"
            case "approve":
                self.draft, self.editors = "approved", set()
            case "publish":
                self._go_out(correct=correct)
                self.owed = False
            case "publish at once":
                self._go_out(correct=correct)
                self.owed = True
            case "schedule":
                self.draft, self.due = "scheduled", due
            case "unschedule":
                self.draft, self.due = "approved", None
            case "review":
                self.owed, self.editors = False, set()
            case "withdraw":
                self._change("withdrawn", "withdrawn")
                if self.draft == "scheduled":
                    self.draft, self.due = "approved", None
            case "restore":
                self._change("published", "restored")
            case "remove" | "kill":
                self._change("removed", "removed")
                self.draft, self.due, self.owed = "", None, False

    def erase(self) -> None:
        if self.changes and self.readers != "erased":
            self.changes.append("erased")
        self.readers, self.draft, self.due, self.owed = "erased", "", None, False

    def pass_time(self, minute: int) -> None:
        if self.draft == "scheduled" and self.due is not None and self.due <= minute:
            self._go_out(correct=False)
            self.due, self.owed = None, False

    def _corrects(self, *, correct: bool) -> bool:
        return correct and self.readers == "published"

    def _go_out(self, *, correct: bool) -> None:
        self._change("published", "published" if not self.readers else "corrected" if correct else "updated")
        self.draft, self.shown = "", self.words

    def _change(self, readers: str, change: str) -> None:
        self.readers = readers
        self.changes.append(change)


@dataclass
class ModelRelease:
    """The shared state of a release: the minute at which its embargo ends, and a request to erase it."""

    texts: dict[str, ModelText]
    embargo: int | None = None
    asked_by: str = ""

    @property
    def is_known(self) -> bool:
        """Whether any text of it was ever public."""
        return any(text.changes for text in self.texts.values())

    def lets(self, action: str, *, now: int, due: int) -> bool:
        """Tell whether the embargo allows an action."""
        moments = {"publish": now, "publish at once": now, "schedule": due}
        return self.embargo is None or action not in moments or moments[action] >= self.embargo

    def put_under_embargo(self, role: str, until: int, *, now: int) -> None:
        asked = "author" if self.embargo is None else "editor"
        planned = [text.due for text in self.texts.values() if text.is_there and text.due is not None]
        if asked in REACHES[role] and not self.is_known and until > now and all(due >= until for due in planned):
            self.embargo = until

    def lift_embargo(self, role: str) -> None:
        if "editor" in REACHES[role] and not self.is_known:
            self.embargo = None

    def step_to_erasure(self, step: str, who: str, role: str) -> None:
        there = [text for text in self.texts.values() if text.is_there]
        reaches = REACHES[role]
        match step:
            case "ask" if "administrator" in reaches and not self.asked_by:
                if any(text.readers != "erased" for text in there):
                    self.asked_by = who
            case "take back" if "administrator" in reaches:
                self.asked_by = ""
            case "confirm" if self.asked_by not in {"", who} and "editor-in-chief" in reaches:
                self.asked_by = ""
                for text in there:
                    text.erase()
