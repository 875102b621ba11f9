"""The tables of the annual report as they stand, every number leading to what it counts."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from lxml import html

from affairs.foi.conftest import FINANCE, Play
from affairs.foi.console.conftest import SignIn
from gongkai.affairs.foi.services import Receipt
from gongkai.foundations import texts
from gongkai.kernel.actors import Role

Filed = Callable[..., Receipt]
GIVEN = {"code": "G", "information": "材料", "way": "电子邮件"}


@pytest.fixture
def numbers(filed: Filed, play: Play) -> dict[str, str]:
    """One disclosed and taken to reconsideration, one of a business still open, one of another organ."""
    found = {"given": filed().number, "open": filed(applicant="biz", representative="某人").number}
    found["other"] = filed(organ=FINANCE).number
    play(found["given"], ("confirmed", "11-02", {}), ("decided", "11-10", GIVEN))
    play(found["given"], ("served", "11-11", {"service": "portal", "proof": "已阅"}))
    play(found["given"], ("dispute_filed", "11-16", {"dispute_kind": "review", "body": "云川市人民政府"}))
    play(found["open"], ("confirmed", "11-03", {}))
    return found


def links(page: bytes) -> dict[str, str]:
    """The numbers of the tables that lead on, by their queries."""
    found = html.document_fromstring(page).iterfind(".//td/a")
    return {str(a.get("href")).partition("?")[2]: a.text or "" for a in found}


def test_every_number_opens_as_many_requests_as_it_says(numbers: dict[str, str], sign_in: SignIn) -> None:
    client = sign_in(Role.CASE_OFFICER)
    found = links(client.get("/console/requests/statistics").content)
    assert found["year=2026&row=new&column=total"] == "2"
    assert found["year=2026&row=G&column=natural"] == "1"
    assert found["year=2026&row=carried_out&column=biz"] == "1"
    assert found["year=2026&place=review.open"] == "1"
    for query, number in found.items():
        page = client.get(f"/console/requests/statistics/requests?{query}").content
        shown = html.document_fromstring(page).findall(".//tbody/tr")
        assert len(shown) == int(number), query


def test_the_export_says_the_same(numbers: dict[str, str], sign_in: SignIn) -> None:
    lines = sign_in(Role.CASE_OFFICER).get("/console/requests/statistics.csv").getvalue().decode().splitlines()
    assert any('"一、本年新收政府信息公开申请数量","1","1","0","0","0","0","2"' in line for line in lines)
    assert any('"行政复议","0","0","0","1","1"' in line for line in lines)


def test_each_year_stands_in_its_own_form(sign_in: SignIn) -> None:
    client = sign_in(Role.CASE_OFFICER)
    trial = client.get("/console/requests/statistics?year=2020").content.decode()
    today = client.get("/console/requests/statistics?year=2026").content.decode()
    assert "按2019年试行格式" in trial
    assert "按2021年格式" in today
    assert ("逾期未按收费通知要求缴纳费用" in trial, "逾期未按收费通知要求缴纳费用" in today) == (False, True)


def test_the_office_counts_the_city_or_one_organ_and_others_their_own(numbers: dict[str, str], sign_in: SignIn) -> None:
    office = sign_in(Role.OPEN_GOVERNMENT_OFFICE, organ="yunchuan")
    city = links(office.get("/console/requests/statistics").content)
    one = links(office.get("/console/requests/statistics?organ=yunchuan-education").content)
    assert city["year=2026&row=new&column=total"] == "2"
    assert one["year=2026&organ=yunchuan-education&row=new&column=total"] == "2"
    finance = sign_in(Role.CASE_OFFICER, organ=FINANCE)
    query = "year=2026&row=new&column=total&organ=yunchuan-education"
    page = finance.get(f"/console/requests/statistics/requests?{query}").content.decode()
    assert [number for number in numbers.values() if number in page] == []


@pytest.mark.parametrize(
    "query", ["row=new&column=x", "row=x&column=total", "place=x", "", "year=9999&row=new", "year=x"]
)
def test_a_number_that_is_none_opens_nothing(numbers: dict[str, str], sign_in: SignIn, query: str) -> None:
    answer = sign_in(Role.CASE_OFFICER).get(f"/console/requests/statistics/requests?{query}")
    assert answer.status_code == 200
    assert numbers["given"] not in answer.content.decode()


def test_who_has_no_part_in_requests_sees_no_numbers(sign_in: SignIn) -> None:
    client = sign_in(Role.EDITOR)
    for page in ("", ".csv", "/requests"):
        assert client.get(f"/console/requests/statistics{page}").status_code == 403


def test_the_workbook_says_the_same_in_numbers(numbers: dict[str, str], sign_in: SignIn) -> None:
    answer = sign_in(Role.CASE_OFFICER).get("/console/requests/statistics.xlsx?year=2026")
    three, four = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets
    rows = {row[0] if row[1] is None else row[1]: row[2:] for row in three.iter_rows(min_row=2, values_only=True)}
    assert rows["一、本年新收政府信息公开申请数量"] == (1, 1, 0, 0, 0, 0, 2)
    assert "A1:B1" in {merged.coord for merged in three.merged_cells.ranges}
    assert any(range_.min_row < range_.max_row for range_ in three.merged_cells.ranges), "groups span their rows"
    assert [row[2:] for row in four.iter_rows(values_only=True) if row[0] == "行政复议"] == [(0, 0, 0, 1, 1)]
    book = texts.read(answer.content)
    assert [block.text for block in book.blocks if isinstance(block, texts.document.Heading)] == [
        three.title,
        four.title,
    ]
