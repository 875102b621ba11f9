"""Who may do what: the whole table, and what must hold for anybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.kernel.actors import (
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

OWN, OTHER = "yunchuan-education", "yunchuan-finance"
ORGANS = (OWN, OTHER, "yunchuan-office")

# For each ability: who may in the own organ only, and who may in the whole city. Written out once more, so that a
# slip in the table of the source is seen.
EXPECTED: dict[str, tuple[str, str]] = {
    "record.see": (
        "editor reviewer legality_reviewer secrecy_reviewer approver administrator registrar case_officer",
        "open_government_office auditor",
    ),
    "record.draft": ("editor", "open_government_office"),
    "record.comment": ("editor reviewer legality_reviewer secrecy_reviewer approver", "open_government_office"),
    "record.review.office": ("reviewer", "open_government_office"),
    "record.review.legality": ("legality_reviewer", ""),
    "record.review.secrecy": ("secrecy_reviewer", ""),
    "record.sign_off": ("approver", ""),
    "record.publish": ("approver", "open_government_office"),
    "record.publish.urgently": ("approver", "open_government_office"),
    "record.withdraw": ("approver", "open_government_office"),
    "organ.edit": ("", "administrator open_government_office"),
    "organ.contact": ("editor", "administrator open_government_office"),
    "site.edit": ("", "open_government_office"),
    "banner.set": ("approver", "open_government_office"),
    "host.allow": ("", "administrator"),
    "search.tune": ("", "open_government_office"),
    "file.store": ("editor", "open_government_office"),
    "audit.see": ("", "auditor open_government_office"),
    "event.replay": ("", "administrator open_government_office"),
    "account.manage": ("", "administrator"),
    "platform.see": ("", "administrator open_government_office"),
    "request.see": ("registrar case_officer approver", "open_government_office"),
    "request.identity": ("registrar case_officer approver", ""),
    "request.register": ("registrar", ""),
    "request.handle": ("case_officer", ""),
    "request.approve": ("approver", ""),
}
CELLS = [(role, ability) for role in Role for ability in Ability if ability.value in EXPECTED]

memberships = st.frozensets(st.builds(Membership, st.sampled_from(ORGANS), st.sampled_from(Role)), max_size=6)
scopes = st.none() | st.frozensets(st.sampled_from([a.value for a in Ability]))
actors = st.builds(Actor, id=st.just("test:any"), label=st.just("any"), memberships=memberships, scopes=scopes)


def holder(role: Role, organ: str = OWN, scopes: frozenset[str] | None = None) -> Actor:
    return Actor(id="test:one", label="one", memberships=frozenset({Membership(organ, role)}), scopes=scopes)


@pytest.mark.parametrize(("role", "ability"), CELLS, ids=lambda value: value.value)
def test_a_role_reaches_as_far_as_the_table_says(role: Role, ability: Ability) -> None:
    own, city = (words.split() for words in EXPECTED[ability.value])
    actor = holder(role)
    assert may(actor, ability, organ=OWN) is (role in own or role in city)
    assert may(actor, ability, organ=OTHER) is (role in city)
    assert may(actor, ability) is (role in city)
    assert organs_for(actor, ability) == (None if role in city else {OWN} if role in own else frozenset())


def test_every_ability_has_a_line_in_the_table_and_nobody_in_it_is_unknown() -> None:
    assert set(ABILITIES) == set(Ability)
    assert set().union(*ABILITIES.values()) <= set(Role)


def test_nobody_signs_off_or_checks_secrecy_for_the_whole_city() -> None:
    """Responsibility for what an organ makes public stays with the organ."""
    for ability in (Ability.RECORD_SIGN_OFF, Ability.RECORD_REVIEW_SECRECY, Ability.RECORD_REVIEW_LEGALITY):
        assert Scope.CITY not in ABILITIES[ability].values()


@pytest.mark.parametrize("ability", Ability)
def test_a_citizen_may_nothing_anywhere(citizen: Actor, ability: Ability) -> None:
    assert not may(citizen, ability)
    assert not may(citizen, ability, organ=OWN)
    assert organs_for(citizen, ability) == frozenset()


@pytest.mark.parametrize("ability", Ability)
def test_the_system_may_everything_unless_a_scope_says_otherwise(ability: Ability) -> None:
    assert may(SYSTEM, ability)
    assert organs_for(SYSTEM, ability) is None
    limited = Actor(id="system", label="system", is_system=True, scopes=frozenset())
    assert not may(limited, ability, organ=OWN)
    assert organs_for(limited, ability) == frozenset()


def test_an_officer_of_another_organ_touches_nothing_of_the_education_bureau(other_officer: Actor) -> None:
    allowed = [ability for ability in Ability if may(other_officer, ability, organ=OWN)]
    assert allowed == []
    assert may(other_officer, Ability.RECORD_DRAFT, organ=OTHER)


def test_a_token_does_only_what_its_scopes_name() -> None:
    token = holder(Role.APPROVER, scopes=frozenset({"record.publish"}))
    assert may(token, Ability.RECORD_PUBLISH, organ=OWN)
    assert not may(token, Ability.RECORD_WITHDRAW, organ=OWN)
    assert organs_for(token, Ability.RECORD_WITHDRAW) == frozenset()


def test_a_scope_gives_nothing_that_the_role_does_not() -> None:
    token = holder(Role.EDITOR, scopes=frozenset(ability.value for ability in Ability))
    assert not may(token, Ability.RECORD_SIGN_OFF, organ=OWN)
    assert not may(token, Ability.RECORD_DRAFT, organ=OTHER)


@pytest.mark.parametrize("ability", Ability)
def test_a_membership_without_an_organ_is_no_membership_of_the_city(ability: Ability) -> None:
    nowhere = holder(Role.APPROVER, organ="")
    assert not may(nowhere, ability)
    assert not may(nowhere, ability, organ=OWN)
    assert organs_for(nowhere, ability) == frozenset()


def test_who_is_refused_is_told_what_and_where(clerk: Actor) -> None:
    check(clerk, Ability.RECORD_DRAFT, organ=OWN)
    with pytest.raises(ForbiddenError, match=r"record\.sign_off.*yunchuan-education.*联系") as refused:
        check(clerk, Ability.RECORD_SIGN_OFF, organ=OWN)
    assert refused.value.code == "forbidden"
    with pytest.raises(ForbiddenError, match="机构 —"):
        check(clerk, Ability.ORGAN_EDIT)


@given(actor=actors, ability=st.sampled_from(Ability), organ=st.sampled_from(ORGANS))
def test_the_organs_listed_are_those_where_it_is_allowed(actor: Actor, ability: Ability, organ: str) -> None:
    listed = organs_for(actor, ability)
    assert may(actor, ability, organ=organ) is (listed is None or organ in listed)


@given(actor=actors, more=memberships, ability=st.sampled_from(Ability), organ=st.sampled_from(("", *ORGANS)))
def test_a_further_role_never_takes_anything_away(
    actor: Actor, more: frozenset[Membership], ability: Ability, organ: str
) -> None:
    richer = Actor(id=actor.id, label=actor.label, memberships=actor.memberships | more, scopes=actor.scopes)
    assert may(richer, ability, organ=organ) >= may(actor, ability, organ=organ)


@given(actor=actors, ability=st.sampled_from(Ability), organ=st.sampled_from(("", *ORGANS)))
def test_a_scope_never_adds_anything(actor: Actor, ability: Ability, organ: str) -> None:
    free = Actor(id=actor.id, label=actor.label, memberships=actor.memberships)
    assert may(free, ability, organ=organ) >= may(actor, ability, organ=organ)


@given(actor=actors, ability=st.sampled_from(Ability), organ=st.sampled_from(ORGANS))
def test_what_is_allowed_for_the_city_is_allowed_in_each_organ(actor: Actor, ability: Ability, organ: str) -> None:
    assert not may(actor, ability) or may(actor, ability, organ=organ)
