"""Every listing of the console in a city of many records; run inside a platform's environment: ``desks.py RECORDS``.

Prints JSON: of each listing, asked for by someone who sees the whole city and by someone of one organ, the
milliseconds of many answers and the greatest number of queries.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from gongkai.kernel.cli import session

session.start()

from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

import growth
from gongkai.affairs.foi.models import DisclosureRequest
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records.models import Record, State
from gongkai.kernel.accounts.services import memberships_grant, person_create
from gongkai.kernel.actors import SYSTEM, Role

RUNS = 20
# Of so many records one is a draft, and another waits for its review.
ONE_IN = 200
PASSWORD = "a long pass phrase of the benchmark"
# For so many records there is one disclosure request; of so many requests one is unanswered.
FOR_A_REQUEST, UNANSWERED = 10, 33
CAST = {
    "the city": ("yunchuan", tuple(Role)),
    "an organ": ("yunchuan-office-1", (Role.EDITOR, Role.REVIEWER, Role.REGISTRAR, Role.CASE_OFFICER)),
}
# Beside each listing as it opens: what people narrow it to, and far pages.
ASKED = {
    "/console/records": ("text=第77件事项", "state=published", "state=draft", "organ=yunchuan-office-1", "page=1000"),
    "/console/requests": ("state=any", "light=red", "state=any&words=第777件"),
    "/console/audit": ("action=record.published", "page=1000"),
}


def listings() -> list[str]:
    """The pages of the console that need no more than their address, in every room."""
    return sorted({path for path in _addresses(get_resolver().url_patterns, "/") if "<" not in path})


def _addresses(patterns: list[URLPattern | URLResolver], under: str) -> Iterator[str]:
    for each in patterns:
        path = f"{under}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from _addresses(each.url_patterns, path)
        elif path.startswith("/console/"):
            yield path


def measure(total: int) -> dict[str, dict[str, list[float]]]:
    """Grow the city and ask."""
    growth.grow(total, indexed=False)
    Record.objects.filter(id__in=range(0, total, ONE_IN)).update(state=State.DRAFT)
    Record.objects.filter(id__in=range(1, total, ONE_IN)).update(state=State.IN_REVIEW, review_round=1)
    _requests(total // FOR_A_REQUEST)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    found = {}
    for who, (organ, roles) in CAST.items():
        client = _signed_in(who, organ, roles)
        for path in listings():
            for query in ("", *ASKED.get(path, ())):
                answers = _ask(client, f"{path}?{query}")
                if answers:
                    found[f"{path}{'?' if query else ''}{query}, for {who}"] = answers
    return found


def _requests(total: int) -> None:
    """Requests of five years to all organs in turn; the newest of them are not answered yet."""
    organs, today = list(Organ.objects.order_by("id")), timezone.localdate()
    for first in range(0, total, 2_000):
        rows = [_request(n, total, organs[n % len(organs)], today) for n in range(first, min(total, first + 2_000))]
        DisclosureRequest.objects.bulk_create(rows)


def _request(serial: int, total: int, organ: Organ, today: date) -> DisclosureRequest:
    day = today - timedelta(days=(total - serial) * 1_825 // total)
    is_open = serial % UNANSWERED == 0
    return DisclosureRequest(
        number=f"{organ.code}-{day.year}-{serial:06d}",
        organ=organ,
        year=day.year,
        serial=serial + 1,
        channel="portal",
        applicant="natural",
        sender=f"{serial % (total // 3 + 1):064x}",
        secret="x" * 64,
        subject=f"第{serial}件审批材料",
        wanted=f"第{serial}件审批的全部申请表、审查意见和批准文件",
        form="email",
        medium="email",
        state="handling" if is_open else "served",
        officer=f"person:{serial % 60}",
        filed_on=day,
        received_on=day,
        counted_on=day,
        due_on=today + timedelta(days=serial % 40 - 10) if is_open else None,
        result="" if is_open else "G",
        result_on=None if is_open else day,
        filed_at=timezone.now(),
    )


def _signed_in(who: str, organ: str, roles: tuple[Role, ...]) -> Client:
    now = timezone.now()
    person = person_create(login=f"bench {who}", name="张三", password=PASSWORD, actor=SYSTEM, now=now)
    memberships_grant(person=person, organ=organ, roles=roles, actor=SYSTEM, now=now)
    client = Client(SERVER_NAME="127.0.0.1")
    answer = client.post("/console/login", {"login": person.login, "password": PASSWORD})
    assert answer.status_code == 302, answer.status_code
    return client


def _ask(client: Client, address: str) -> dict[str, list[float]]:
    """Nothing where the address is no page for this person: a download, or something only to be sent to."""
    said: list[str] = []

    def note(execute: Callable[..., object], sql: str, *rest: object) -> object:
        said.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        answer = client.get(address)
    if answer.status_code != 200 or not str(answer.headers["content-type"]).startswith("text/html"):
        return {}
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - began) * 1000)
    return {"milliseconds": times, "queries": [len(said)]}


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
