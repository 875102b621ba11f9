"""Markup that somebody writes into any field is text wherever it is shown: on pages, in feeds, to programs."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db.models import CharField, JSONField, Model, TextField
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from lxml import etree, html

from affairs.foi.attacking import request_of
from backbone.fields import CODES, WORDS
from backbone.records import making
from config.test_console_walk import signed_in
from gongkai.backbone.duties import services as duties
from gongkai.backbone.duties.models import Duty
from gongkai.backbone.duties.services import Opening
from gongkai.backbone.organs.services import Contact, organ_rename, organ_update
from gongkai.backbone.records import services
from gongkai.backbone.records.drafts import Attachment, Draft, Link
from gongkai.backbone.records.models import (
    EditHold,
    Finding,
    Intake,
    Record,
    Unsaved,
)
from gongkai.backbone.records.rules import Route
from gongkai.backbone.search.models import Hint, Tally
from gongkai.backbone.structure.models import Menu, ShortAddress
from gongkai.backbone.structure.portal import put_menu
from gongkai.backbone.structure.services.banners import Words, banner_set
from gongkai.backbone.structure.services.columns import Shape, column_create
from gongkai.foundations import texts
from gongkai.foundations.texts.document import Cell, Document, Footnote, Heading, Image, Paragraph, Table
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.accounts.services import actor_id
from gongkai.kernel.actors import SYSTEM, Actor, Membership, Role
from gongkai.kernel.files.services import file_store
from support.walking import routes

CITY = "yunchuan"


def bad(name: str) -> str:
    """Breaks out of an attribute in either kind of quotes, out of an element, and runs when it is drawn."""
    return f"{name}\"'><svg onload=x()>"


# The marks of the words that readers meet, and of those that only the console shows.
PUBLIC = {
    "title", "docnumber", "issuer", "summary", "note", "keyword", "addressee", "copy", "paragraph", "heading",
    "cellhead", "cell", "alt", "mark", "footnote", "numbered", "number", "entry", "file", "words", "changenote",
    "whytaken", "lapsing", "whylapsed", "organname", "oldname", "leader", "leaderpost", "officename", "officeaddress",
    "officehours", "telephone", "fax", "email", "banner", "bannerenglish",
    "columnname", "columnenglish", "menuname", "menuenglish",
}  # fmt: skip
CONSOLE = {
    "comment", "holder", "finding", "fix", "settler", "unsaved", "drafttitle", "colleague", "intake",
    "intakeerror", "bylabel", "person", "whydisclosed", "organname", "changenote", "banner", "addressnote",
    "columnname", "menuname", "menusetter", "switcher", "requestsubject", "requestwanted", "places", "material",
    "caseofficer", "hintwords", "hintrecord", "hintnote", "hintby", "sought", "withheld",
}  # fmt: skip


@pytest.mark.parametrize("model", WORDS)
def test_the_tables_name_every_field_of_words(model: type[Model]) -> None:
    fields = {f.name for f in model._meta.get_fields() if isinstance(f, CharField | TextField | JSONField)}
    assert WORDS[model] | CODES[model] == fields
    assert WORDS[model] & CODES[model] == set()


@dataclass(frozen=True)
class Evil:
    """A city in which every word is an attack: the index numbers of records by their fate, and a batch of files."""

    numbers: dict[str, str]
    batch: UUID
    duty: str
    banner: int
    request: str


def evil_draft(sha256: str) -> Draft:
    blocks = (
        Paragraph(bad("paragraph")),
        Heading(1, bad("heading")),
        Table(((Cell(bad("cellhead")),), (Cell(bad("cell")),)), 1),
        Image(sha256, bad("alt")),
        Footnote(bad("mark"), bad("footnote")),
        Paragraph(bad("numbered")),
    )
    entry = {"level": 1, "number": bad("number"), "title": bad("entry"), "anchor": bad("anchor"), "block": 5}
    return making.draft(
        bad("title"),
        Link("implements", words=bad("words")),
        document=texts.to_data(Document(blocks)),
        outline=[entry],
        evidence={"title": {"confidence": 50, "found": bad("evidence")}},
        document_number=bad("docnumber"),
        issuer=bad("issuer"),
        summary=bad("summary"),
        note=bad("note"),
        disclosure_reason=bad("whydisclosed"),
        keywords=(bad("keyword"),),
        addressees=(bad("addressee"),),
        copies=(bad("copy"),),
        attachments=(Attachment(bad("file") + ".html", sha256, "text/html", 8),),
        source_name=bad("source"),
    )


@pytest.fixture
def evil(public: Path, db: None, now: datetime, work_off: Callable[..., list[str]]) -> Evil:
    contact = Contact(**{name: bad(name.replace("_", "")) for name in Contact.__dataclass_fields__})
    organ = making.make_organ(CITY, bad("oldname"), "011100001", now)
    organ_update(code=CITY, contact=contact, actor=SYSTEM, now=now)
    organ_rename(code=CITY, name=bad("organname"), since=date(2020, 1, 1), actor=SYSTEM, now=now)
    organ.refresh_from_db()
    stored = file_store(io.BytesIO(b"<script>"), organ=CITY, actor=SYSTEM, now=now)
    drafts = [evil_draft(stored.sha256), making.draft(bad("takenback")), making.draft(bad("lapsing"))]
    published, withdrawn, lapsed = making.imported(organ, now, *drafts)
    services.revise(published, {"genre": "x"}, actor=SYSTEM, now=now)
    services.publish([published], actor=SYSTEM, now=now, route=Route.IMPORTED, change_note=bad("changenote"))
    services.revise(published, {"title": bad("drafttitle")}, actor=SYSTEM, now=now)
    services.submit(published, actor=SYSTEM, now=now)
    reviewer = Actor("test:reviewer", bad("colleague"), frozenset({Membership(CITY, Role.REVIEWER)}))
    services.decide(published, step="office", passed=True, reason=bad("reason"), actor=reviewer, now=now)
    services.comment(published, text=bad("comment"), actor=reviewer, now=now)
    for resolution in ("", "right"):
        Finding.objects.create(
            record=Record.objects.get(index_number=published),
            key=resolution,
            code="x",
            reason=bad("finding"),
            fix=bad("fix"),
            words=bad("findingwords"),
            blocking=False,
            found_at=now,
            resolution=resolution,
            by="person:1",
            by_label=bad("settler"),
            at=now,
        )
    services.withdraw(withdrawn, form="withdrawn", reason=bad("whytaken"), actor=SYSTEM, now=now)
    services.withdraw(lapsed, form="lapsed", reason=bad("whylapsed"), actor=SYSTEM, now=now)
    owed = Opening(
        rule="REQ_REPLY",
        organ=organ,
        subject="request:2026-0001",
        title=bad("duty"),
        start=date(2026, 11, 26),
        public=True,
    )
    duties.open_duties([owed], actor=SYSTEM, now=now)
    Duty.objects.update(reason=bad("dutyreason"))
    failed = Intake.objects.create(
        batch=uuid4(),
        organ=organ,
        by="person:1",
        by_label=bad("bylabel"),
        name=bad("intake"),
        size=1,
        state="failed",
        error_code="x",
        error_message=bad("intakeerror"),
        error_facts={"x": bad("fact")},
        received_at=now,
        finished_at=now,
    )
    words = Words(
        level="notice",
        chinese=bad("banner"),
        english=bad("bannerenglish"),
        starts_at=timezone.now(),
        ends_at=timezone.now() + timedelta(days=1),
    )
    banner = banner_set(organ=CITY, words=words, actor=SYSTEM, now=timezone.now()).pk
    ShortAddress.objects.create(
        pk=banner, path="/x", target="/", note=bad("addressnote"), changed_by_label=bad("switcher"), changed_at=now
    )
    case = request_of(CITY, bad, now)
    entries = [{"chinese": bad("menuname"), "english": bad("menuenglish"), "link": "/"}]
    Menu.objects.create(entries=entries, set_by_label=bad("menusetter"), set_at=now)
    put_menu()
    shape = Shape(chinese=bad("columnname"), english=bad("columnenglish"), organ=CITY, list="all", every=7)
    column_create(code="wei", shape=shape, actor=SYSTEM, now=now)
    Hint.objects.create(
        pk=banner, kind="best", words=[bad("hintwords")], records=[bad("hintrecord")], note=bad("hintnote"),
        changed_by_label=bad("hintby"), changed_at=now, revision=1, token="1",
    )  # fmt: skip
    Tally.objects.create(day=timezone.localdate(), words=bad("sought"), asked=9)
    work_off()
    number = Duty.objects.get(title=bad("duty")).number
    return Evil({"published": published, "withdrawn": withdrawn, "lapsed": lapsed}, failed.batch, number, banner, case)


PLAIN = {
    "application/json",
    "application/feed+json",
    "text/plain",
    "text/markdown",
    "text/csv",
    "text/calendar",
}


def assert_harmless(path: str, media_type: str, body: bytes) -> str:
    """Nothing of an attack has become markup; answers what was said."""
    kind = media_type.partition(";")[0]
    if kind in {"application/pdf", "application/zip", "image/png"} or kind.endswith("wordprocessingml.document"):
        return ""  # a picture of dots, or a file for other programs than a browser
    if kind == "text/html":
        root = html.document_fromstring(body)
        running = [e.tag for e in root.iter() if any(str(name).startswith("on") for name in e.attrib)]
        assert (path, running) == (path, [])
        assert not any("javascript:" in str(value).lower() for e in root.iter() for value in e.attrib.values()), path
    elif kind.endswith("sheet"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = archive.read("xl/worksheets/sheet1.xml")
        assert b"<svg" not in body
    elif kind.endswith("xml"):
        assert [e.tag for e in etree.fromstring(body).iter() if "svg" in str(e.tag)] == [], path
    else:
        assert kind in PLAIN, path
    if kind.endswith("json"):
        json.loads(body)
    return body.decode()


def public_addresses(public: Path, evil: Evil) -> Iterator[str]:
    """What is baked, in both languages, and what is answered live."""
    for file in sorted(public.rglob("*")):
        if file.is_file() and file.suffix != ".gz":
            name = str(file.relative_to(public))
            path = "/" if name == "index.html" else "/" + name.removesuffix(".html")
            yield from (path, f"/en{path}")
    yield from (f"/duties/{evil.duty}", f"/en/duties/{evil.duty}", "/rules", "/en/rules/REQ_REPLY")
    for number in evil.numbers.values():
        yield from (f"/info/{number}", f"/en/info/{number}", f"/info/{number}/validity", f"/info/{number}/editions/1")
        yield f"/api/v1/records/{number}"
    for way in ("/search", "/en/search", "/search/feed.atom", "/search/feed.json", "/api/v1/search"):
        yield from (f"{way}?q=title", f"{way}?q=%22%27%3E%3Csvg onload=x()%3E", f"{way}?q=x&organ=%3Csvg onload=x()%3E")
    yield from ("/api/v1/answers?q=title", "/en/%3Csvg onload=x()%3E", "/%22%27%3E%3Csvg onload=x()%3E")


def words_of(client: Client, addresses: Iterator[str]) -> str:
    """Everything that is said at these addresses; every one of them is found harmless."""
    said = []
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code < 500, address
        body = b"".join(answer) if answer.streaming else answer.content
        if body:
            assert answer["x-content-type-options"] == "nosniff"
            assert "script-src 'self'" in answer["content-security-policy"]
            said.append(assert_harmless(address, answer["content-type"], body))
    return "\n".join(said)


def told(name: str, said: str) -> bool:
    """Whether these words came out somewhere, escaped for HTML, XML or JSON, or in plain text."""
    return re.search(rf'(?<![\w-]){name}(?:"|&quot;|\\")', said) is not None


def test_no_reader_meets_markup_that_was_written_into_a_field(evil: Evil, public: Path) -> None:
    said = words_of(Client(), public_addresses(public, evil))
    hidden = {
        "draft-title",
        "evidence",
        "source",
        "whydisclosed",
        "colleague",
        "reason",
        "intake",
        "intakeerror",
        "bylabel",
    }
    assert {name for name in PUBLIC if not told(name, said)} == set()
    assert {name for name in hidden if told(name, said)} == set()


def test_nobody_at_the_console_meets_it_either(evil: Evil) -> None:
    client = signed_in(bad("login"), CITY, *Role)
    Person.objects.update(name=bad("person"))
    record = Record.objects.get(index_number=evil.numbers["published"])
    by = actor_id(Person.objects.get())
    later = timezone.now() + timedelta(hours=1)
    Unsaved.objects.create(record=record, by=by, values={"title": bad("unsaved")}, at=later)
    held = Record.objects.get(index_number=evil.numbers["lapsed"])
    EditHold.objects.create(record=held, by="person:0", by_label=bad("holder"), since=later, until=later)
    addresses = ["/console/", "/console/records?text=%22%3E%3Csvg onload=x()%3E", f"/console/duties/{evil.duty}"]
    addresses.append(f"/console/records/{evil.numbers['published']}/edit?unsaved")
    for number in evil.numbers.values():
        prefix, _, rest = number.partition("/")
        fill = {
            "prefix": prefix,
            "number": rest,
            "code": CITY,
            "id": "1",
            "sheet": "1",
            "place": "1",
            "page": "1",
            "sha256": "ab" * 32,
            "batch": str(evil.batch),
            "row": str(evil.banner),
            "case": evil.request,
            "column": "wei",
        }
        addresses += [route.path for route in routes(get_resolver().url_patterns, fill)]
    said = words_of(client, iter(addresses))
    assert {name for name in CONSOLE if not told(name, said)} == set()


def test_an_attachment_of_markup_is_a_download_that_runs_nothing(evil: Evil, now: datetime) -> None:
    answer = Client().get(f"/info/{evil.numbers['published']}/files/1")
    assert answer.status_code == 200
    assert answer["content-disposition"].startswith("attachment")
    assert "\n" not in answer["content-disposition"]
    assert answer["x-content-type-options"] == "nosniff"
    assert answer["content-security-policy"].startswith("default-src 'none'")
