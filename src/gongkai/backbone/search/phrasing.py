"""An answer phrased by a language model of the operator's choosing, shown only when every sentence cites a passage.

The model behind an OpenAI-compatible address is told the question and the passages found, nothing else. What it
says is checked by ``checked``: a sentence without a passage, or with a figure that the passages it cites do not have,
and the whole is dropped. Without an address, or when it fails, answers are the passages alone.
"""

import http.client
import json
import logging
import re
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from gongkai.foundations.texts.personal import DOUBTFUL, find_personal

_log = logging.getLogger(__name__)

SECONDS = 15.0
LARGEST_ANSWER_BYTES = 65_536
MOST_CALLS_A_MINUTE = 30
_MOST_KEPT = 256
_LONGEST_PASSAGE = 1_200
_MOST_TOKENS = 600

_TASK = (
    "你为政府网站回答群众提问。只能依据下面编号的原文作答，不得使用其他知识，不得推测。每一句话的末尾（标点之前）都要用[编号]注明"
    "依据的原文，如“……可以申请[1]。”数字、期限、金额须与原文完全一致。原文已经失效或废止的，须在该句写明。"
    "原文不能回答的，只回答：无法回答。"
)
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?(?:\s*\[\d{1,2}\])*")
_CITED = re.compile(r"[\[［【](\d{1,2})[\]］】]")
_FIGURE = re.compile(
    r"\d+(?:\.\d+)?|[零〇一二三四五六七八九十百千万亿]{2,}|[一二三四五六七八九十](?=[个日天年月次元倍户人周])"
)


@dataclass(frozen=True, slots=True)
class Source:
    """A passage the model may cite. ``lapsed``: its text is no longer in force."""

    title: str
    quote: str
    lapsed: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the passages it cites, counted from 1. ``lapsed``: one of them is no longer in force."""

    text: str
    cites: tuple[int, ...]
    lapsed: bool


def phrase(question: str, sources: Sequence[Source]) -> tuple[Sentence, ...]:
    """The answer in sentences, each with what it cites; empty without an address, or when it cannot be relied on.

    A question that holds personal data is not sent.
    """
    if not settings.ANSWERS_URL or not sources:
        return ()
    if any(found.certainty >= DOUBTFUL for found in find_personal(question)):
        return ()
    key = json.dumps([question, [source.quote for source in sources]], ensure_ascii=False)
    kept = _kept.get(key)
    if kept is not None:
        return kept
    if not _rate.allows(time.monotonic()):
        return ()
    try:
        said = _ask(_body(question, sources))
    except (OSError, http.client.HTTPException, ValueError, KeyError, IndexError, TypeError) as error:
        _log.warning("no phrased answer: %s", error.__class__.__name__)
        return ()
    sentences = checked(said, sources)
    _kept.put(key, sentences)
    return sentences


def checked(said: str, sources: Sequence[Source]) -> tuple[Sentence, ...]:
    """The sentences, if every one cites passages that exist and has no figure that these do not have; else none."""
    sentences = []
    for piece in _SENTENCE.findall(said.strip()):
        cites = tuple(dict.fromkeys(int(number) for number in _CITED.findall(piece)))
        text = _CITED.sub("", piece).strip()
        if not text.strip("。！？； "):
            continue
        if not cites or not all(1 <= number <= len(sources) for number in cites):
            return ()
        quoted = "".join(sources[number - 1].quote for number in cites)
        if any(figure not in quoted for figure in _FIGURE.findall(text)):
            return ()
        sentences.append(Sentence(text, cites, any(sources[number - 1].lapsed for number in cites)))
    return tuple(sentences)


def _body(question: str, sources: Sequence[Source]) -> bytes:
    texts = [
        f"[{number}] 《{source.title}》{'（已失效或废止）' if source.lapsed else ''}\n{source.quote[:_LONGEST_PASSAGE]}"
        for number, source in enumerate(sources, 1)
    ]
    asked = "\n\n".join((*texts, f"问题：{question}"))
    messages = [{"role": "system", "content": _TASK}, {"role": "user", "content": asked}]
    body = {"model": settings.ANSWERS_MODEL, "messages": messages, "temperature": 0, "max_tokens": _MOST_TOKENS}
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def _ask(body: bytes) -> str:
    """What the model says. Only to the host allowed by the settings; a redirect is an error, never followed."""
    address = urlsplit(settings.ANSWERS_URL)
    host = address.hostname or ""
    if host not in settings.ANSWERS_HOSTS:
        raise ValueError("host not allowed")
    make = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    end = time.monotonic() + SECONDS
    connection = make(host, address.port, timeout=SECONDS)
    try:
        headers = {"content-type": "application/json", "accept": "application/json"}
        if settings.ANSWERS_KEY:
            headers["authorization"] = f"Bearer {settings.ANSWERS_KEY}"
        connection.request("POST", f"{address.path.rstrip('/')}/chat/completions", body, headers)
        response = connection.getresponse()
        if response.status != http.client.OK:
            raise ValueError(f"status {response.status}")
        told = json.loads(_read(response, connection, end))
        return str(told["choices"][0]["message"]["content"])
    finally:
        connection.close()


def _read(response: http.client.HTTPResponse, connection: http.client.HTTPConnection, end: float) -> bytes:
    """The whole answer within the size and the time allowed, however slowly it drips."""
    parts: list[bytes] = []
    size = 0
    while True:
        left = end - time.monotonic()
        if left <= 0:
            raise TimeoutError("too slow")
        if connection.sock is not None:
            connection.sock.settimeout(left)
        part = response.read1(8_192)
        if not part:
            return b"".join(parts)
        parts.append(part)
        size += len(part)
        if size > LARGEST_ANSWER_BYTES:
            raise ValueError("too long")


class _Rate:
    """At most so many calls in any minute of one process, whoever asks."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._calls: deque[float] = deque()

    def allows(self, moment: float) -> bool:
        with self._mutex:
            while self._calls and self._calls[0] <= moment - 60:
                self._calls.popleft()
            if len(self._calls) >= MOST_CALLS_A_MINUTE:
                return False
            self._calls.append(moment)
            return True


class _Kept:
    """The newest answers, so that the same question about the same texts is not sent twice."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._answers: OrderedDict[str, tuple[Sentence, ...]] = OrderedDict()

    def get(self, key: str) -> tuple[Sentence, ...] | None:
        with self._mutex:
            return self._answers.get(key)

    def put(self, key: str, sentences: tuple[Sentence, ...]) -> None:
        with self._mutex:
            self._answers[key] = sentences
            while len(self._answers) > _MOST_KEPT:
                self._answers.popitem(last=False)


_rate, _kept = _Rate(), _Kept()
