"""The console's pages of organs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gongkai.backbone.organs import selectors
from gongkai.backbone.organs.models import Organ
from gongkai.kernel.actors import Role
from kernel.console.people import signed_in

pytestmark = pytest.mark.django_db
OFFICE = Role.OPEN_GOVERNMENT_OFFICE


def test_the_register_is_narrowed_and_taken_along(city: Organ, education: Organ, finance: Organ) -> None:
    office = signed_in("office", OFFICE)
    page = office.get("/console/organs?text=教育").content.decode()
    assert "云川市教育局" in page
    assert "云川市财政局" not in page
    assert "没有符合条件的机构" in office.get("/console/organs?state=abolished").content.decode()
    table = b"".join(office.get("/console/organs.csv?kind=department")).decode("utf-8-sig")
    assert "yunchuan-education" in table
    assert not any(line.startswith('"yunchuan",') for line in table.splitlines())


def test_an_organ_is_registered_renamed_moved_merged_and_brought_back(city: Organ, finance: Organ) -> None:
    office, today = signed_in("office", OFFICE), timezone.localdate()
    given = {
        "code": "yunchuan-parks", "name": "云川市园林局", "since": "2020-01-01", "kind": "department", "level": "city",
        "parent": "yunchuan", "index_prefix": "011100077", "domain": "",
    }  # fmt: skip
    assert office.post("/console/organ-new", given).status_code == 302
    address = "/console/organs/yunchuan-parks"
    office.post(f"{address}/name", {"name": "云川市园林绿化局", "since": str(today)})
    office.post(f"{address}/contact", {"leader": "余青山", "telephone": "000-1"})
    details = {"kind": "office", "level": "city", "parent": "yunchuan", "position": "3", "index_prefix": "011100077"}
    office.post(f"{address}/details", details)
    office.post(f"{address}/end", {"on": str(today), "successor": finance.code})
    page = office.get(address).content.decode()
    for words in ("云川市园林绿化局", "云川市园林局", "余青山", "云川市财政局"):
        assert words in page
    office.post(f"{address}/reinstate")
    office.post(f"{address}/name/take-back")
    held = selectors.organ_by_code("yunchuan-parks")
    assert (held.name, held.kind, held.position, held.abolished_on) == ("云川市园林局", "office", 3, None)


@pytest.mark.parametrize(
    ("way", "given", "field"),
    [
        ("name", {"name": "云川市财政局", "since": "2026-01-01"}, "name"),
        ("name", {"name": "云川市财税局", "since": "2001-01-01"}, "since"),
        ("contact", {"email": "nobody"}, "email"),
        ("end", {"on": "2026-01-01", "successor": "yunchuan-finance"}, "successor"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    city: Organ, finance: Organ, way: str, given: dict[str, str], field: str
) -> None:
    answer = signed_in("office", OFFICE).post(f"/console/organs/{finance.code}/{way}", given)
    assert answer.status_code == 400
    assert answer.context["form"].errors[field]


def test_a_name_to_come_is_told_and_can_be_taken_back(city: Organ, finance: Organ) -> None:
    office, address = signed_in("office", OFFICE), f"/console/organs/{finance.code}"
    office.post(f"{address}/name", {"name": "云川市财税局", "since": str(timezone.localdate() + timedelta(days=30))})
    page = office.get(address).content.decode()
    assert "云川市财税局" in page
    assert "尚未开始" in page
    assert "撤回最近一次更名" in page


def test_an_editor_sees_and_changes_the_own_organs_contact_only(city: Organ, education: Organ, finance: Organ) -> None:
    editor = signed_in("editor", Role.EDITOR, organ=education.code)
    assert "云川市财政局" not in editor.get("/console/organs").content.decode()
    assert editor.get(f"/console/organs/{finance.code}").status_code == 404
    assert editor.post(f"/console/organs/{finance.code}/contact", {"leader": "某人"}).status_code == 404
    assert editor.post(f"/console/organs/{education.code}/contact", {"leader": "余青山"}).status_code == 302
    assert selectors.organ_by_code(education.code).leader == "余青山"
    assert editor.get(f"/console/organs/{education.code}/name").status_code == 403
    assert "注册机构" not in editor.get("/console/organs").content.decode()
