"""Before a record is taken back one sees, for each of the five forms, exactly what readers will see."""

from datetime import datetime

import pytest
from django.test import Client

from backbone.records import making
from backbone.records.console.desks import Enter, at
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records.models import Record
from gongkai.foundations import law
from gongkai.kernel.actors import Role

REASON = "表述有误，更正后重新公布。"
TITLE = "关于做好冬季供暖工作的通知"


@pytest.fixture
def published(education: Organ, now: datetime) -> Record:
    return making.fresh(making.imported(education, now)[0])


@pytest.fixture
def other(education: Organ, now: datetime) -> Record:
    return making.fresh(making.imported(education, now, making.draft("关于供暖工作的补充通知"))[0])


@pytest.fixture
def approver(enter: Enter) -> Client:
    return enter("approver", Role.APPROVER)


def main(page: str) -> str:
    """What stands in a page below its head, without blanks."""
    return "".join(page[page.index("<main") : page.index("</main>")].split())


@pytest.mark.parametrize("form", sorted(law.withdrawal_forms()))
def test_the_preview_is_word_for_word_what_readers_see_afterwards(
    published: Record, other: Record, approver: Client, form: str
) -> None:
    given = {"form": form, "reason": REASON, "target": other.index_number}
    preview = approver.get(at(published, "/withdraw/preview"), given)
    assert preview.status_code == 200
    outlook = approver.get(at(published, "/withdraw"), given).context["outlook"]
    approver.post(at(published, "/withdraw"), given)
    seen = Client().get(f"/info/{published.index_number}")
    assert seen.status_code == outlook.status
    if outlook.leads_to:
        assert seen["location"] == outlook.leads_to == f"/info/{other.index_number}"
        seen = Client().get(seen["location"])
    assert main(preview.content.decode()) == main(seen.content.decode())


def test_the_page_frames_the_preview_and_lets_nobody_else_frame_it(published: Record, approver: Client) -> None:
    page = approver.get(at(published, "/withdraw"), {"form": "withdrawn", "reason": REASON})
    assert "frame-src 'self'" in page["content-security-policy"]
    assert f'src="{at(published, "/withdraw/preview")}?form=withdrawn' in page.content.decode()
    framed = approver.get(at(published, "/withdraw/preview"), {"form": "withdrawn", "reason": REASON})
    assert "frame-ancestors 'self'" in framed["content-security-policy"]
    assert framed["x-frame-options"] == "SAMEORIGIN"


def test_a_preview_changes_nothing(published: Record, approver: Client) -> None:
    approver.get(at(published, "/withdraw"), {"form": "withdrawn", "reason": REASON})
    assert making.fresh(published.index_number).withdrawal == ""
    assert TITLE in Client().get(f"/info/{published.index_number}").content.decode()


@pytest.mark.parametrize("target", ["", "nothing", "itself"])
def test_without_a_record_to_lead_to_there_is_nothing_to_show(published: Record, approver: Client, target: str) -> None:
    given = {"form": "moved", "reason": REASON, "target": published.index_number if target == "itself" else target}
    assert "请填写读者应转到的公开信息" in approver.get(at(published, "/withdraw"), given).content.decode()
    assert approver.get(at(published, "/withdraw/preview"), given).status_code == 404


def test_what_was_typed_stays_when_the_withdrawal_is_refused(published: Record, approver: Client) -> None:
    answer = approver.post(at(published, "/withdraw"), {"form": "moved", "reason": REASON})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "这种方式须指明读者应转到哪条信息" in page
    assert REASON in page


def test_a_reason_that_is_markup_stays_words(published: Record, approver: Client) -> None:
    given = {"form": "withdrawn", "reason": "<script>alert(1)</script>"}
    for where in ("/withdraw", "/withdraw/preview"):
        page = approver.get(at(published, where), given).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_who_may_not_withdraw_sees_no_preview(published: Record, enter: Enter) -> None:
    editor = enter("editor", Role.EDITOR)
    given = {"form": "withdrawn", "reason": REASON}
    assert editor.get(at(published, "/withdraw"), given).status_code == 403
    assert editor.get(at(published, "/withdraw/preview"), given).status_code == 403
