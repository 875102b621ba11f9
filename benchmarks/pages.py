"""P1: reading a published page from the embedded front, beside nginx, granian's static mount and Wagtail."""

import http.client
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import load
import servers
from figures import CannotMeasureError, Outcome
from portal import Platform, data_directory, environment, free_port, script
from processes import cpu_seconds

OF_NGINX = 0.5
OF_WAGTAIL = 100
ROUNDS = 3


@dataclass(slots=True)
class _Reader:
    """What is asked of one server, and what came of it."""

    name: str
    pid: int
    port: int
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = http.client.OK
    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)

    def look(self) -> http.client.HTTPMessage:
        """One request, to see that the answer is the one meant; answers its headers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", self.path, headers={"Accept-Encoding": "gzip", **self.headers})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status != self.status:
            raise CannotMeasureError(f"{self.name} answers {answer.status} instead of {self.status}")
        return answer.headers

    def ask(self, seconds: float) -> None:
        """One round."""
        before = cpu_seconds(self.pid)
        done = load.put(self.port, self.path, seconds=seconds, headers=self.headers)
        if done.wrong:
            raise CannotMeasureError(f"{self.name}: {done.wrong} of {done.requests} answers were errors")
        self.rates.append(done.per_second)
        self.costs.append((cpu_seconds(self.pid) - before) / max(1, done.requests) * 1e6)

    def if_unchanged(self) -> "_Reader":
        """The same page asked for by someone who has it."""
        tag = self.look()["ETag"]
        return _Reader(f"{self.name}, 304", self.pid, self.port, self.path, {"If-None-Match": tag}, 304)


def run(scale: int) -> Outcome:
    """Load each server in turn for ``scale`` seconds, three times round."""
    outcome = Outcome("P1", "read a published page")
    with ExitStack() as stack:
        data, peers = stack.enter_context(data_directory()), stack.enter_context(data_directory())
        script("growth.py", 100, env=environment(data, free_port()))
        page = min((data / "public/info").glob("*/*.html"))
        readers = _readers(outcome, stack, data, peers, page)
        for _ in range(ROUNDS):
            for reader in readers:
                reader.ask(scale)
        outcome.figure("bytes of the page as sent, compressed", "", [Path(f"{page}.gz").stat().st_size])
    for reader in readers:
        outcome.figure(f"{reader.name}: requests", "/s", reader.rates)
    for reader in readers:
        outcome.figure(f"{reader.name}: processor time", "µs/request", reader.costs)
    _judge(outcome, {reader.name: reader for reader in readers})
    outcome.notes.append(f"Load: {load.CONNECTIONS} connections from {load.client()}, on the same machine.")
    return outcome


def _readers(outcome: Outcome, stack: ExitStack, data: Path, peers: Path, page: Path) -> list[_Reader]:
    public = data / "public"
    file = page.relative_to(public)
    address = f"/{file.with_suffix('')}"
    platform = stack.enter_context(Platform(data, command=("-m", "gongkai.config.web")))
    platform.wait()
    front = _Reader("gongkai", platform.pid, platform.port, address)
    readers = [front, front.if_unchanged()]
    peer = servers.nginx(public, peers)
    if peer is None:
        outcome.notes.append("nginx is not installed (on Debian: apt install nginx-light): not measured beside it.")
    else:
        stack.enter_context(peer)
        nginx = _Reader("nginx", peer.pid, peer.port, address)
        readers += [nginx, nginx.if_unchanged()]
    static = stack.enter_context(servers.granian_static(public))
    readers.append(_Reader("granian static", static.pid, static.port, f"/baked/{file}.gz"))
    wagtail = stack.enter_context(servers.wagtail(page, platform.get(f"{address}.json")[1], peers))
    readers.append(_Reader("Wagtail", wagtail.pid, wagtail.port, "/info/record/"))
    for reader in readers:
        reader.look()
    return readers


def _judge(outcome: Outcome, readers: Mapping[str, _Reader]) -> None:
    """Ratios of the same round, so that what else the machine does weighs on both; their median counts."""
    for peer, target, words in (
        ("nginx", OF_NGINX, f"≥ {OF_NGINX:.0%} of nginx"),
        ("nginx, 304", OF_NGINX, f"≥ {OF_NGINX:.0%} of nginx"),
        ("Wagtail", OF_WAGTAIL, f"≥ {OF_WAGTAIL}× Wagtail"),
    ):
        if peer in readers:
            ours = readers["gongkai, 304" if peer.endswith("304") else "gongkai"]
            rates = [a / b for a, b in zip(ours.rates, readers[peer].rates, strict=True)]
            costs = [b / a for a, b in zip(ours.costs, readers[peer].costs, strict=True) if a]
            ratio = outcome.figure(f"{ours.name} against {peer}: requests", "×", rates)
            by_cost = outcome.figure(f"{ours.name} against {peer}: by processor time", "×", costs)
            reached = f"{ratio.middle:.2f}× the requests of {peer} ({by_cost.middle:.2f}× by processor time)"
            outcome.judge(reached, words, passed=ratio.middle >= target)
    outcome.judge("conditional requests answered 304", "304", passed="gongkai, 304" in readers)
