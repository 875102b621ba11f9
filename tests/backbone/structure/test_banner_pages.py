"""The console's pages of banners."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from gongkai.backbone.organs.models import Organ
from gongkai.backbone.structure.models import Banner
from gongkai.kernel.actors import Role
from kernel.console.people import signed_in

pytestmark = pytest.mark.django_db


def typed(**changes: str) -> dict[str, str]:
    ends = timezone.localtime() + timedelta(days=2)
    return {
        "organ": "yunchuan", "level": "emergency", "chinese": "山洪红色预警", "english": "", "link": "",
        "starts_at": "", "ends_at": f"{ends:%Y-%m-%dT%H:%M}",
    } | changes  # fmt: skip


def test_a_banner_is_set_changed_and_taken_down(city: Organ) -> None:
    office = signed_in("office", Role.OPEN_GOVERNMENT_OFFICE)
    assert "还没有设过横幅" in office.get("/console/banners").content.decode()
    assert office.post("/console/banners/new", typed()).status_code == 302
    made = Banner.objects.get()
    assert made.level == "emergency"
    assert "山洪红色预警" in office.get("/console/banners?when=standing").content.decode()
    assert "山洪红色预警" in office.get(f"/console/banners/{made.pk}").content.decode()
    office.post(f"/console/banners/{made.pk}", typed(chinese="山洪警报解除"))
    office.post(f"/console/banners/{made.pk}/down")
    made.refresh_from_db()
    assert made.chinese == "山洪警报解除"
    assert made.ends_at <= timezone.now()
    assert "山洪警报解除" in office.get("/console/banners?when=over").content.decode()
    assert "没有符合条件的横幅" in office.get("/console/banners?when=coming").content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"link": "javascript:1"}, "link", "链接须是本站"),
        ({"ends_at": "2020-01-01T00:00"}, "ends_at", "结束时间须晚于"),
        ({"chinese": ""}, "chinese", "必填"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(
    city: Organ, changes: dict[str, str], field: str, words: str
) -> None:
    office = signed_in("office", Role.OPEN_GOVERNMENT_OFFICE)
    answer = office.post("/console/banners/new", typed(english="Flood", **changes))
    assert answer.status_code == 400
    assert words in str(answer.context["form"].errors[field])
    assert "Flood" in answer.content.decode()


def test_an_approver_offers_the_own_organ_only(city: Organ, education: Organ, finance: Organ, now: datetime) -> None:
    approver = signed_in("approver", Role.APPROVER, organ=education.code)
    page = approver.get("/console/banners/new").content.decode()
    assert education.name in page
    assert finance.name not in page
    assert approver.post("/console/banners/new", typed(organ=finance.code)).status_code == 400
    assert not Banner.objects.exists()
