"""Who acts, in which roles, and the one answer to "may this person do this to that"."""

from gongkai.kernel.actors.rules import (
    ABILITIES,
    SYSTEM,
    Ability,
    Actor,
    ForbiddenError,
    Membership,
    Role,
    Scope,
    check,
    may,
    organs_for,
)

__all__ = [
    "ABILITIES",
    "SYSTEM",
    "Ability",
    "Actor",
    "ForbiddenError",
    "Membership",
    "Role",
    "Scope",
    "check",
    "may",
    "organs_for",
]
