"""The page that tells those who look after the platform whether it is well."""

from datetime import datetime

import pytest

from gongkai.kernel.actors import Role
from gongkai.kernel.events.models import Failure
from kernel.console.people import signed_in


def test_each_check_has_its_line_and_what_is_amiss_is_said(db: None, now: datetime) -> None:
    Failure.objects.create(consumer="page", seq=1, subject="x", next_at=now, dead=True, error="the disk is full")
    page = signed_in("administrator", Role.ADMINISTRATOR).get("/console/health").content.decode()
    for name in ("数据库", "后台任务", "积压的投递", "放弃的投递", "放弃的到点事项", "未能生成的页面", "磁盘"):
        assert f"<td>{name}</td>" in page
    assert "gongkai dead-letters list" in page
    assert "有事项需要处理" in page
    assert "请查看：gongkai dead-letters list" in page
    assert "索引正常应答" in page


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.ADMINISTRATOR, Role.OPEN_GOVERNMENT_OFFICE}]
)
def test_it_is_for_those_alone_who_look_after_the_platform(db: None, role: Role) -> None:
    client = signed_in("other", role)
    assert client.get("/console/health").status_code == 403
    assert "/console/health" not in client.get("/console/").content.decode()
