"""What may happen next: forms from the table of the workflow, by who may, with every reason why not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from lxml import html

from affairs.foi.conftest import FINANCE, Play
from affairs.foi.console.conftest import SignIn, id_of
from gongkai.affairs.foi.console.cases import ACTS
from gongkai.affairs.foi.models import DisclosureRequest
from gongkai.affairs.foi.rules.workflow import EventKind, workflow
from gongkai.affairs.foi.services import Receipt
from gongkai.kernel.actors import Role

Filed = Callable[..., Receipt]
ROLES = {Role.REGISTRAR: "registrar", Role.CASE_OFFICER: "officer", Role.APPROVER: "approver"}
REFUSED = {"on": "2026-11-25", "code": "D6", "reason": "属于讨论记录", "which_process": "讨论记录"}


@pytest.fixture
def number(filed: Filed, play: Play) -> str:
    """A request whose receipt is confirmed."""
    found = filed().number
    play(found, ("confirmed", "11-02", {}))
    return found


def path(number: str, kind: str = "") -> str:
    return reverse(f"console-foi:{kind or 'case'}", args=[number])


def state(number: str) -> str:
    return DisclosureRequest.objects.get(number=number).state


def offered(page: bytes) -> set[str]:
    """The events the page of a case leads to."""
    links = html.document_fromstring(page).iterfind(".//section[@aria-labelledby='next']//a")
    return {str(link.get("href")).rsplit("/", 1)[1].replace("-", "_") for link in links}


@pytest.mark.parametrize("role", ROLES)
def test_a_case_leads_to_exactly_what_the_role_may_do_in_its_state(number: str, sign_in: SignIn, role: Role) -> None:
    page = sign_in(role).get(path(number)).content
    wanted = {kind.code for kind in workflow().possible([ROLES[role]], "handling")} & {kind.code for kind in ACTS}
    assert offered(page) == wanted


def test_what_cannot_happen_today_says_why(number: str, play: Play, sign_in: SignIn) -> None:
    page = sign_in(Role.CASE_OFFICER).get(path(number)).content.decode()
    assert "告知补正的期限是 2026-11-11，已经届满" in page
    play(number, ("extended", "11-20", {"days": 5, "reason": "材料较多"}))
    assert "答复期限只能延长一次" in sign_in(Role.APPROVER).get(path(number)).content.decode()


@pytest.mark.parametrize("kind", ACTS, ids=lambda kind: kind.code)
def test_every_form_asks_for_what_the_table_says(number: str, sign_in: SignIn, kind: EventKind) -> None:
    client = sign_in(*ROLES)
    answer = client.get(path(number, kind.code) + ("?code=G" if kind.code == "decided" else "?code=D6"))
    fields = html.document_fromstring(answer.content).iterfind(".//form[@data-keep]//*[@name]")
    asked = {str(field.get("name")) for field in fields} - {"csrfmiddlewaretoken"}
    if kind.code == "proposed":
        assert asked == {"on", "code", "reason", "which_process"}
    elif kind.code == "decided":
        assert asked == {"on", "code", "information", "way", "reason"}
    else:
        assert asked == {"on", *kind.facts, *kind.may} - {"before", "yuan"}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", ACTS, ids=lambda kind: kind.code)
def test_nobody_reaches_the_form_of_what_their_role_may_not_do(
    number: str, sign_in: SignIn, role: Role, kind: EventKind
) -> None:
    client, may = sign_in(role), ROLES[role] in kind.by
    assert client.get(path(number, kind.code)).status_code == (200 if may else 403)
    before = list(DisclosureRequest.objects.values())
    assert client.post(path(number, kind.code), {}).status_code == (400 if may else 403)
    assert list(DisclosureRequest.objects.values()) == before


def test_what_is_sent_happens_and_its_letter_stands_on_the_page(number: str, sign_in: SignIn) -> None:
    told = {"on": "2026-11-05", "grounds": "description", "items": "请写明学校", "days": "10"}
    answer = sign_in(Role.CASE_OFFICER).post(path(number, "correction_asked"), told, follow=True)
    assert "已登记：告知补正" in answer.content.decode()
    assert "政府信息公开申请补正告知书" in answer.content.decode()
    assert state(number) == "correcting"


def test_a_refusal_tells_every_reason_and_loses_nothing_typed(number: str, sign_in: SignIn) -> None:
    told = {"on": "2026-11-27", "grounds": "form", "items": "请写明途径", "days": "90"}
    answer = sign_in(Role.CASE_OFFICER).post(path(number, "correction_asked"), told)
    page = answer.content.decode()
    assert answer.status_code == 400
    for reason in ("日期不能晚于今天", "已经届满", "工作日数应为 1 至 60"):
        assert reason in page
    assert "请写明途径" in page
    assert state(number) == "handling"


def test_what_the_state_does_not_allow_is_said_before_it_is_typed(number: str, sign_in: SignIn) -> None:
    client = sign_in(Role.REGISTRAR)
    assert "在此状态下不能登记" in client.get(path(number, "archived")).content.decode()
    answer = client.post(path(number, "archived"), {"on": "2026-11-26"})
    assert "不能“归档”" in answer.content.decode()


def test_a_decision_is_chosen_first_with_what_stands_against_each(number: str, sign_in: SignIn) -> None:
    client = sign_in(Role.CASE_OFFICER)
    page = client.get(path(number, "proposed")).content.decode()
    assert "须先有检索记录" in page
    assert "?code=D6" in page
    assert "?code=G" not in page
    assert "?code=G" in client.get(path(number, "decided")).content.decode()
    assert client.post(path(number, "proposed"), REFUSED | {"code": "G"}).status_code == 400
    assert state(number) == "handling"


def test_a_refusal_needs_another_pair_of_eyes(number: str, sign_in: SignIn) -> None:
    both = sign_in(Role.CASE_OFFICER, Role.APPROVER, login="both")
    assert both.post(path(number, "proposed"), REFUSED).status_code == 302
    answer = both.post(path(number, "signed"), {"on": "2026-11-26"})
    assert "签发人不能是拟定答复的人" in answer.content.decode()
    assert state(number) == "signing"
    assert sign_in(Role.APPROVER).post(path(number, "signed"), {"on": "2026-11-26"}).status_code == 302
    assert DisclosureRequest.objects.get(number=number).result == "D6"


def test_the_fee_is_reckoned_by_the_tariff(number: str, sign_in: SignIn) -> None:
    told = {"on": "2026-11-10", "mode": "page", "units": "260"}
    assert sign_in(Role.CASE_OFFICER).post(path(number, "fee_set"), told).status_code == 302
    assert DisclosureRequest.objects.get(number=number).fee == 5100


def test_choices_come_from_the_case(number: str, filed: Filed, play: Play, sign_in: SignIn) -> None:
    client = sign_in(Role.CASE_OFFICER, login="hand")
    lead, stranger = filed().number, filed(document_number="110101199003078814").number
    play(lead, ("confirmed", "11-02", {}))
    play(stranger, ("confirmed", "11-02", {}))
    joined = client.get(path(number, "merged")).content.decode()
    assert f'value="{lead}"' in joined
    assert f'value="{stranger}"' not in joined
    passed = client.get(path(number, "transferred")).content.decode()
    assert f'value="{FINANCE}"' in passed
    assert 'value="yunchuan-education"' not in passed
    assert f'value="{id_of("hand")}"' in client.get(path(number, "assigned")).content.decode()


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("merged", {"lead": "no-such-number", "reason": "同一事项"}),
        ("transferred", {"organ": "no-such-organ", "reason": "由其公开"}),
        ("assigned", {"officer": "person:99999"}),
        ("correction_asked", {"grounds": "whim", "items": "补正", "days": "5"}),
    ],
)
def test_what_was_not_offered_is_refused(number: str, sign_in: SignIn, kind: str, told: dict[str, Any]) -> None:
    answer = sign_in(Role.CASE_OFFICER).post(path(number, kind), {"on": "2026-11-05"} | told)
    assert answer.status_code == 400
    assert state(number) == "handling"


def test_a_case_is_joined_split_and_passed_on(number: str, filed: Filed, play: Play, sign_in: SignIn) -> None:
    client = sign_in(Role.CASE_OFFICER)
    lead = filed().number
    play(lead, ("confirmed", "11-02", {}))
    told = {"on": "2026-11-05", "lead": lead, "reason": "同一事项"}
    assert client.post(path(number, "merged"), told).status_code == 302
    assert state(number) == "merged"
    answer = client.post(path(lead, "split"), {"on": "2026-11-06", "parts": "只有一项"})
    assert "第一项由本申请继续办理" in answer.content.decode()
    told = {"on": "2026-11-06", "parts": "校车线路图\r\n校车审批表\r\n校车合同"}
    assert client.post(path(lead, "split"), told).status_code == 302
    assert DisclosureRequest.objects.filter(origin__number=lead).count() == 2
    told = {"on": "2026-11-09", "organ": FINANCE, "reason": "由其公开"}
    assert client.post(path(lead, "transferred"), told).status_code == 302
    assert state(lead) == "transferred"


def test_a_disputed_reply_is_overturned_and_handled_anew(number: str, sign_in: SignIn) -> None:
    officer, registrar = sign_in(Role.CASE_OFFICER), sign_in(Role.REGISTRAR)
    officer.post(path(number, "proposed"), REFUSED | {"on": "2026-11-10"})
    sign_in(Role.APPROVER).post(path(number, "signed"), {"on": "2026-11-10"})
    registrar.post(path(number, "served"), {"on": "2026-11-11", "service": "post", "proof": "回执"})
    told = {"on": "2026-11-16", "dispute_kind": "review", "body": "云川市人民政府"}
    registrar.post(path(number, "dispute_filed"), told)
    registrar.post(path(number, "dispute_ended"), {"on": "2026-11-24", "dispute": "1", "outcome": "corrected"})
    page = officer.get(path(number)).content.decode()
    for words in ("行政复议", "云川市人民政府", "结果纠正"):
        assert words in page
    assert officer.post(path(number, "reopened"), {"on": "2026-11-25", "reason": "复议决定书"}).status_code == 302
    assert state(number) == "handling"
