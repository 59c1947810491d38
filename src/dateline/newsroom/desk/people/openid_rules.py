"""What the organisation's own sign-in has to say, and what it says; values only, so that settings can hold them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Rules:
    """What the organisation has set.

    Attributes:
        name: of the provider, as people know it.
        domains: of addresses, in small letters; empty for any.
        required: a claim and the value it must have or hold; None for nothing.
        creates: whether people who were not invited get an account, without any role.
        second_factor: values of ``acr`` or ``amr`` by which the provider says that it asked for a second factor.
    """

    name: str
    domains: frozenset[str] = frozenset()
    required: tuple[str, str] | None = None
    creates: bool = False
    second_factor: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Identity:
    """Who somebody is by the provider; ``claims`` of the signed token and of what it tells besides."""

    email: str = ""
    is_verified: bool = False
    first_name: str = ""
    last_name: str = ""
    username: str = ""
    claims: Mapping[str, Any] = field(default_factory=dict)


def asked_for_second_factor(claims: Mapping[str, Any], rules: Rules) -> bool:
    """Tell whether a signed token says that the provider asked for a second factor. Source: RFC 8176."""
    return bool(rules.second_factor & (values(claims.get("amr")) | values(claims.get("acr"))))


def values(claim: Any) -> frozenset[str]:
    """Return what a claim holds as words: itself, or the words of its list."""
    return frozenset(str(one) for one in (claim if isinstance(claim, list) else [claim]) if isinstance(one, str | int))
