"""E-mails are read with suspicion: whatever is sent, there is an answer soon, and nothing in it is run or shown."""

import random
import time
from contextlib import suppress
from datetime import date
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.foundations.mail import LONGEST_TEXT, MOST_ENCLOSURES, UnreadableMailError, read_mail


def mail(text: str = "申请公开校车线路图。", *, subject: str = "信息公开申请", html: str = "", files: int = 0) -> bytes:
    message = EmailMessage()
    message["From"] = "林小满 <xiaoman@applicant.example>"
    message["To"] = "office@yunchuan.example"
    message["Date"] = "Mon, 02 Nov 2026 09:30:00 +0800"
    message["Subject"] = subject
    if text:
        message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html") if text else message.set_content(html, subtype="html")
    for number in range(files):
        message.add_attachment(b"content", maintype="application", subtype="pdf", filename=f"身份证{number}.pdf")
    return message.as_bytes()


def test_sender_day_subject_words_and_enclosures_are_read() -> None:
    found = read_mail(mail(files=2))
    assert (found.sender, found.address) == ("林小满", "xiaoman@applicant.example")
    assert (found.sent_on, found.subject, found.text) == (date(2026, 11, 2), "信息公开申请", "申请公开校车线路图。")
    assert [(one.name, one.content) for one in found.enclosures] == [
        ("身份证0.pdf", b"content"), ("身份证1.pdf", b"content")
    ]  # fmt: skip


def test_of_markup_only_the_words_are_taken() -> None:
    html = "<html><body><p>申请公开线路图</p><script>alert(1)</script><img src='http://a.example/x.png'></body></html>"
    found = read_mail(mail("", html=html))
    assert found.text == "申请公开线路图"


@pytest.mark.parametrize("charset", ["gb2312", "gb18030", "utf-8", "no-such-charset", ""])
def test_chinese_is_read_in_whatever_encoding_it_names(charset: str) -> None:
    content = "申请公开".encode("utf-8" if charset == "utf-8" else "gb18030")
    named = f"; charset={charset}" if charset else ""
    head = (
        f"From: a@b.example\r\nSubject: x\r\nContent-Type: text/plain{named}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    assert read_mail(head.encode() + content).text == "申请公开"


def test_lines_hide_nothing_and_names_lead_nowhere() -> None:
    message = EmailMessage()
    message["From"] = '"a\u202eb" <a@b.example>'
    message["Subject"] = "x"
    message.set_content("一\u200b二\x07三")
    message.add_attachment(b"1", maintype="a", subtype="b", filename="../../etc/passwd")
    found = read_mail(message.as_bytes())
    assert "\u202e" not in found.sender
    assert found.text == "一二三"
    assert found.enclosures[0].name == ".._.._etc_passwd"


def test_what_is_endless_is_cut() -> None:
    found = read_mail(mail("长" * 50_000, subject="题" * 2_000, files=40))
    assert len(found.text) == LONGEST_TEXT
    assert len(found.subject) <= 300
    assert len(found.enclosures) == MOST_ENCLOSURES


def nested(depth: int) -> bytes:
    out = b"From: a@b.example\r\nSubject: x\r\n"
    for level in range(depth):
        out += f"Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n".encode()
    return out + b"Content-Type: text/plain\r\n\r\nx\r\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "mail_broken"),
        (b"just words", "mail_broken"),
        (b"\x00\xff\xfe binary", "mail_broken"),
        (b"x" * (20 * 1024 * 1024 + 1), "mail_too_large"),
        (nested(2_000), "mail_too_deep"),
    ],
)
def test_what_is_no_mail_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableMailError) as caught:
        read_mail(content)
    assert caught.value.code == code


def test_a_mail_of_many_layers_is_read_or_refused_in_time() -> None:
    began = time.monotonic()
    assert read_mail(nested(90)).subject == "x"
    assert time.monotonic() - began < 5


@given(st.binary(max_size=2_000))
def test_any_bytes_are_a_mail_or_refused(content: bytes) -> None:
    # Any other error would be a crash.
    with suppress(UnreadableMailError):
        assert len(read_mail(b"From: a@b.example\r\n" + content).text) <= LONGEST_TEXT


def test_damaged_mails_are_read_or_refused() -> None:
    whole, chance = mail("申请", html="<p>申请</p>", files=3), random.Random(5)
    read = 0
    for _ in range(2_000):
        content = bytearray(whole)
        for _change in range(chance.randint(1, 12)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            read_mail(bytes(content))
            read += 1
        except UnreadableMailError:
            continue
    assert read > 1_000
