"""Answers phrased by a model: what is sent, and that nothing it says is shown that no passage says."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.test import override_settings

from gongkai.backbone.search import phrasing
from gongkai.backbone.search.phrasing import Sentence, Source, checked, phrase

SOURCES = (
    Source(
        "云川市公共租赁住房管理办法", "申请人应当在本市连续居住满一年，且家庭人均住房面积不足15平方米。", lapsed=False
    ),
    Source("云川市住房补贴办法", "补贴每月300元。", lapsed=True),
)
Answering = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrasing, "_rate", phrasing._Rate())
    monkeypatch.setattr(phrasing, "_kept", phrasing._Kept())


@contextmanager
def model(answering: Answering, *, hosts: tuple[str, ...] = ("127.0.0.1",)) -> Iterator[list[Any]]:
    """An OpenAI-compatible server of this machine; gives what it was sent."""
    heard: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            heard.append((self.path, dict(self.headers), json.loads(body)))
            answering(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        with override_settings(ANSWERS_URL=url, ANSWERS_HOSTS=hosts, ANSWERS_MODEL="m", ANSWERS_KEY="secret"):
            yield heard
    finally:
        server.shutdown()
        server.server_close()


def saying(text: str, status: int = 200) -> Answering:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        body = json.dumps({"choices": [{"message": {"content": text}}]}).encode()
        handler.send_response(status)
        handler.send_header("content-length", str(len(body)))
        if status == 302:
            handler.send_header("location", "http://127.0.0.1:1/elsewhere")
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def test_the_question_and_the_passages_are_sent_and_the_sentences_come_with_what_they_cite() -> None:
    with model(saying("须在本市连续居住满一年[1]。补贴每月300元[2]。")) as heard:
        sentences = phrase("要住多久？", SOURCES)
        assert phrase("要住多久？", SOURCES) == sentences
    assert sentences == (
        Sentence("须在本市连续居住满一年。", (1,), lapsed=False),
        Sentence("补贴每月300元。", (2,), lapsed=True),
    )
    ((path, headers, body),) = heard
    assert path == "/v1/chat/completions"
    assert headers["authorization"] == "Bearer secret"
    assert body["model"] == "m"
    assert "要住多久？" in body["messages"][1]["content"]
    assert "（已失效或废止）" in body["messages"][1]["content"]


@pytest.mark.parametrize(
    "said",
    [
        "须在本市居住满一年。",
        "须居住满一年[1]。另外还要交押金。",
        "须居住满一年[3]。",
        "须居住满一年[0]。",
        "补贴每月500元[2]。",
        "须连续居住满三年[1]。须连续居住满二十年[1]。",
        "无法回答。",
        "",
    ],
)
def test_a_sentence_without_a_passage_or_with_a_figure_it_has_not_drops_the_whole(said: str) -> None:
    assert checked(said, SOURCES) == ()


def test_marks_before_and_after_the_full_stop_are_understood() -> None:
    assert [each.cites for each in checked("须住满一年。[1]\n补贴300元【2】；两者都要看［1］[2]。", SOURCES)] == [
        (1,),
        (2,),
        (1, 2),
    ]


def test_a_host_that_is_not_allowed_is_never_asked() -> None:
    with model(saying("须住满一年[1]。"), hosts=("models.example",)) as heard:
        assert phrase("要住多久？", SOURCES) == ()
    assert heard == []


def test_a_question_with_personal_data_stays_here() -> None:
    with model(saying("须住满一年[1]。")) as heard:
        assert phrase("我的身份证号是11010519491231002X，要住多久？", SOURCES) == ()
    assert heard == []


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_redirect_or_an_error_is_no_answer(status: int) -> None:
    with model(saying("须住满一年[1]。", status)) as heard:
        assert phrase("要住多久？", SOURCES) == ()
    assert len(heard) == 1


def test_an_answer_that_is_too_long_or_too_slow_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    with model(saying("须住满一年[1]。" * 20_000)):
        assert phrase("要住多久？", SOURCES) == ()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(20):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            threading.Event().wait(0.05)

    monkeypatch.setattr(phrasing, "SECONDS", 0.2)
    with model(drip):
        began = time.monotonic()
        assert phrase("住多久？", SOURCES) == ()
        assert time.monotonic() - began < 0.9


def test_only_so_many_questions_are_sent_in_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrasing, "MOST_CALLS_A_MINUTE", 2)
    with model(saying("须住满一年[1]。")) as heard:
        for number in range(4):
            phrase(f"第{number}问：要住多久？", SOURCES)
    assert len(heard) == 2


def test_without_an_address_nothing_is_phrased() -> None:
    assert phrase("要住多久？", SOURCES) == ()
