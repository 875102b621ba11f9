"""Public pages of limits and days, in both languages and without script."""

from datetime import date, datetime

import pytest
from django.test import Client

from backbone.duties.conftest import OpenDuty
from gongkai.backbone.duties import services
from gongkai.foundations.law.clock_book import clock_book
from gongkai.kernel.actors import Actor

pytestmark = pytest.mark.django_db


def _text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_a_public_duty_explains_its_day_with_articles(client: Client, open_duty: OpenDuty) -> None:
    duty = open_duty(public=True, address="/info/1")
    page = _text(client, f"/duties/{duty.number}")
    for words in ("2026-12-24", "起算日，不计入", "第三十三条", "周末，不计入", "共计入 20 天"):
        assert words in page
    assert page.count('<li class="counted"') == 20


def test_the_explanation_reads_in_english(client: Client, open_duty: OpenDuty) -> None:
    page = _text(client, f"/en/duties/{open_duty(public=True).number}")
    for words in ("20 days count", "weekend, not counted", "working days", "the day the request is received"):
        assert words in page


def test_a_provisional_day_is_marked(client: Client, open_duty: OpenDuty) -> None:
    page = _text(client, f"/duties/{open_duty(public=True, start=date(2026, 12, 20)).number}")
    assert "临时日期" in page
    assert "provisional" in page


def test_a_standing_clock_says_so(client: Client, open_duty: OpenDuty, approver: Actor, now: datetime) -> None:
    duty = open_duty(public=True)
    services.suspend(duty.number, first=date(2026, 12, 1), why="征求意见", actor=approver, now=now)
    page = _text(client, f"/duties/{duty.number}")
    assert "期限中止" in page
    assert "扣除的期间：征求意见" in page


def test_what_is_not_public_is_not_there(client: Client, open_duty: OpenDuty) -> None:
    _text(client, f"/duties/{open_duty().number}", 404)
    _text(client, "/duties/2026-999999", 404)


def test_the_rule_book_is_public_with_sources(client: Client, db: None) -> None:
    page = _text(client, "/rules")
    assert "约束本市的时限" in page
    assert page.index("约束本市的时限") < page.index("约束其他主体的时限")
    for code, versions in clock_book().versions.items():
        assert f'href="/rules/{code}"' in page
        assert versions[-1].basis in page


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("code", sorted(clock_book().versions))
def test_every_rule_has_a_page(client: Client, db: None, code: str, language: str) -> None:
    page = _text(client, f"{language}/rules/{code}")
    assert all(rule.version in page for rule in clock_book().versions[code])


def test_a_special_limit_names_the_general_one(client: Client, db: None) -> None:
    assert 'href="/rules/PROACTIVE"' in _text(client, "/rules/BUDGET")


def test_there_is_no_page_of_no_rule(client: Client, db: None) -> None:
    _text(client, "/rules/NO_SUCH", 404)
