"""Which deeds the page of a release offers to a person, in which words, and what each asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dateline.newsroom.desk.actions import approval
from dateline.newsroom.desk.actions.common import may_do
from dateline.newsroom.desk.actions.states import TRANSITIONS, Standing
from dateline.newsroom.desk.models import ReleasePage, User


@dataclass(frozen=True)
class Offer:
    """A deed as people meet it.

    Attributes:
        key: what the form sends.
        transitions: rows of ``deeds.states.TRANSITIONS``; the text's standing says which one it is.
        label: of the button.
        help: what will happen.
        asks: what the form asks for besides languages: ``note`` (for the public), ``reason`` (for the colleagues),
            ``change`` (updated or corrected), ``live_at``, ``target`` (a release to lead to).
        tone: ``first`` (what one comes for), ``quiet``, ``danger`` (asks again).
    """

    key: str
    transitions: tuple[str, ...]
    label: str | Promise
    help: str | Promise = ""
    asks: frozenset[str] = frozenset()
    tone: str = "quiet"

    @property
    def confirms(self) -> bool:
        """Whether to ask again."""
        return self.tone == "danger"


OFFERS = (
    Offer("submit", ("submit",), _("Submit for review"), _("The reviewers are told."), tone="first"),
    Offer("approve", ("approve",), _("Approve"), _("Exactly this text; a change voids it."), tone="first"),
    Offer(
        "send_back",
        ("send back",),
        _("Send back"),
        _("It is a draft again, and its author is told why."),
        frozenset({"reason"}),
    ),
    Offer(
        "publish",
        ("publish", "update", "correct"),
        _("Publish"),
        _("Readers have it within a second."),
        frozenset({"change", "note"}),
        tone="first",
    ),
    Offer(
        "schedule",
        ("schedule",),
        _("Schedule"),
        _("It goes live by itself and is locked until then."),
        frozenset({"live_at"}),
    ),
    Offer("unschedule", ("unschedule",), _("Unschedule"), _("It stays approved.")),
    Offer(
        "publish_at_once",
        ("publish at once", "update at once", "correct at once"),
        _("Publish at once, without approval"),
        _("A review is owed afterwards, by somebody who has not edited it."),
        frozenset({"change", "note", "reason"}),
        tone="danger",
    ),
    Offer(
        "review", ("review",), _("Confirm the owed review"), _("It was published without an approval."), tone="first"
    ),
    Offer(
        "restore", ("restore",), _("Bring back"), _("Word for word, into lists and search again."), frozenset({"note"})
    ),
    Offer(
        "withdraw",
        ("withdraw",),
        _("Withdraw"),
        _("The page stays with the explanation, out of lists and search."),
        frozenset({"note"}),
        tone="danger",
    ),
    Offer(
        "remove",
        ("remove",),
        _("Remove for good"),
        _("Only the explanation stays. This cannot be undone."),
        frozenset({"note", "target"}),
        tone="danger",
    ),
)


@dataclass(frozen=True)
class Offered:
    """An offer with the texts it can be taken for now, and those that the person has edited and cannot approve."""

    offer: Offer
    texts: list[ReleasePage]
    own: list[ReleasePage]

    @property
    def is_new_edition(self) -> bool:
        """Whether readers have one of the texts already."""
        return any(text.version for text in self.texts)

    def asks(self) -> dict[str, bool]:
        """Return what the form asks for."""
        asked = set(self.offer.asks)
        if "change" in asked and not self.is_new_edition:
            asked -= {"change", "note"}
        return dict.fromkeys(asked, True)

    def chosen(self) -> list[tuple[ReleasePage, bool]]:
        """Return the texts with whether they are ticked: all that have news."""
        return [(text, self.offer.key != "publish_at_once" or bool(text.draft_stage)) for text in self.texts]


def offered(user: User, texts: Sequence[ReleasePage]) -> list[Offered]:
    """Return what may be done to the texts of one release by this person now, in the order of `OFFERS`."""
    found = (_offered(offer, user, texts) for offer in OFFERS)
    return [one for one in found if one.texts or one.own]


def _offered(offer: Offer, user: User, texts: Sequence[ReleasePage]) -> Offered:
    opened = [text for text in texts if _is_open(offer, user, text)]
    own: list[ReleasePage] = []
    if any(TRANSITIONS[name].four_eyes for name in offer.transitions):
        own = [text for text in opened if user.pk in approval.editors_since_approval(text)]
    return Offered(offer, [text for text in opened if text not in own], own)


def _is_open(offer: Offer, user: User, text: ReleasePage) -> bool:
    if offer.key == "review" and not text.review_owed:
        return False
    rules: list[Any] = [TRANSITIONS[name] for name in offer.transitions]
    return any(rule.starts_from(Standing.of(text)) and may_do(user, rule, text) for rule in rules)


def may_submit(user: User, page: Any) -> bool:
    """Tell whether somebody could submit this text after saving it, also where saving begins a new edition."""
    if not isinstance(page, ReleasePage):
        return False
    standing = Standing.of(page)
    begun = standing if standing.stage else Standing(standing.public, ReleasePage.State.DRAFT)
    rule = TRANSITIONS["submit"]
    return rule.starts_from(begun) and may_do(user, rule, page)


def may_approve(user: User, page: Any) -> bool:
    """Tell whether somebody could approve this text now."""
    if not isinstance(page, ReleasePage):
        return False
    rule = TRANSITIONS["approve"]
    return (
        rule.starts_from(Standing.of(page))
        and may_do(user, rule, page)
        and user.pk not in approval.editors_since_approval(page)
    )
