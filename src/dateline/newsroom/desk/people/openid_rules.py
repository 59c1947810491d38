"""Values of OpenID Connect sign-in: the rules that the organisation sets, and the identity that the provider states.

The settings hold the rules, so this module must not import models.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PROVIDER = "openid"
"""Names the one provider in allauth's tables."""


@dataclass(frozen=True)
class Rules:
    """Rules for sign-in, from the settings.

    Attributes:
        name: name of the provider, as people know it.
        domains: allowed e-mail domains, in lower case; empty for any.
        required: a claim and the value it must have or contain; None for no requirement.
        creates: whether people without an invitation get an account, without any role.
        second_factor: values of ``acr`` or ``amr`` that mean that the provider asked for a second factor.
    """

    name: str
    domains: frozenset[str] = frozenset()
    required: tuple[str, str] | None = None
    creates: bool = False
    second_factor: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Identity:
    """A person as the provider states; ``claims`` are those of the signed token and of the user info."""

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
    """Return the values of a claim as text: the value itself, or the items of a list."""
    return frozenset(str(one) for one in (claim if isinstance(claim, list) else [claim]) if isinstance(one, str | int))
