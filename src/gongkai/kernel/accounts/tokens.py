"""Tokens for programs."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from gongkai.kernel.accounts.models import ApiToken, Person
from gongkai.kernel.accounts.selectors import actor_for
from gongkai.kernel.accounts.services import AccountRefusedError
from gongkai.kernel.actors import Ability, Actor, check, organs_for
from gongkai.kernel.audit.services import Fact, write

LONGEST_LIFE = timedelta(days=366)
# A draft made of a file keeps the file.
_IMPLIED = {Ability.RECORD_DRAFT: (Ability.FILE_STORE,)}


def token_create(
    *, person: Person, name: str, scopes: Sequence[Ability], life: timedelta, actor: Actor, now: datetime
) -> str:
    """A token that may do these things for the person; answered once and kept only as a digest."""
    check(actor, Ability.ACCOUNT_MANAGE)
    if not scopes or not timedelta() < life <= LONGEST_LIFE:
        raise AccountRefusedError("token_refused", "令牌须有至少一项权限，有效期不超过 366 天。")
    wanted = {implied for scope in scopes for implied in (scope, *_IMPLIED.get(scope, ()))}
    holder = actor_for(person, address="", now=now)
    beyond = sorted(scope for scope in set(scopes) if organs_for(holder, scope) == frozenset())
    if beyond:
        message = f"此人的角色不含这些权限：{'、'.join(beyond)}。"
        raise AccountRefusedError("scopes_beyond_roles", message, scopes=", ".join(beyond))
    token = f"gk_{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        row = ApiToken.objects.create(
            digest=_digest(token),
            name=name,
            person=person,
            scopes=sorted(scope.value for scope in wanted),
            expires_at=now + life,
        )
        write(Fact("token.created", f"token:{row.pk}", after={"scopes": row.scopes}), actor=actor, now=now)
    return token


def token_revoke(*, token_id: int, actor: Actor, now: datetime) -> None:
    """The token works no more."""
    check(actor, Ability.ACCOUNT_MANAGE)
    with transaction.atomic():
        if not ApiToken.objects.filter(pk=token_id, revoked_at=None).update(revoked_at=now):
            raise AccountRefusedError("token_missing", "没有这个有效的令牌。")
        write(Fact("token.revoked", f"token:{token_id}"), actor=actor, now=now)


def actor_of(token: str, *, address: str, now: datetime) -> Actor | None:
    """Who acts with this token: its person, within the token's scopes; ``None`` when it does not count."""
    row = (
        ApiToken.objects.select_related("person")
        .filter(digest=_digest(token), revoked_at=None, expires_at__gt=now, person__is_active=True)
        .first()
    )
    if row is None:
        return None
    return actor_for(row.person, address=address, now=now, scopes=frozenset(row.scopes))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
