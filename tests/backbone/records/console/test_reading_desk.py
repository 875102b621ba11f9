"""The reading desk and the preview: the original beside its fields, corrected in place, seen as readers will."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from backbone.records import making
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.records import services
from gongkai.backbone.records.console.original import Mark, to_html
from gongkai.backbone.records.models import Finding, Record, State
from gongkai.backbone.records.rules import Route
from gongkai.backbone.records.services.ingesting import ingest_upload
from gongkai.foundations import texts
from gongkai.kernel.accounts.middleware import BEGUN, SEEN
from gongkai.kernel.accounts.models import Person
from gongkai.kernel.accounts.selectors import actor_for
from gongkai.kernel.accounts.services import memberships_grant, person_create
from gongkai.kernel.actors import SYSTEM, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public")]
NOTICE = "关于做好<校园>取暖工作的通知\n\n各区教育局：\n\n一、提前检修管网。\n\n云川市教育局\n2026年11月2日\n"
Enter = Callable[..., Client]


@pytest.fixture
def enter(education: Organ) -> Enter:
    """Signs a new person in, with these roles at the education bureau."""

    def signed_in(login: str, *roles: Role) -> Client:
        now = timezone.now()
        person = person_create(login=login, name=login, password="a long pass phrase", actor=SYSTEM, now=now)
        memberships_grant(person=person, organ=education.code, roles=roles, actor=SYSTEM, now=now)
        client = Client()
        client.force_login(Person.objects.get(pk=person.pk))
        session = client.session
        session[BEGUN] = session[SEEN] = now.timestamp() + 1
        session.save()
        return client

    return signed_in


@pytest.fixture
def editor(enter: Enter) -> Client:
    return enter("editor", Role.EDITOR)


@pytest.fixture
def record(editor: Client, education: Organ, public: Path) -> Record:
    now = timezone.now()
    actor = actor_for(Person.objects.get(login="editor"), address="", now=now)
    done = ingest_upload([NOTICE.encode()], name="通知.txt", organ_code=education.code, actor=actor, now=now)
    return making.fresh(done.record.index_number)


def at(record: Record, what: str = "/read") -> str:
    return f"/console/records/{record.index_number}{what}"


def test_each_field_leads_to_the_words_it_was_found_in(editor: Client, record: Record) -> None:
    page = editor.get(at(record)).content.decode()
    for name, words in (("title", "关于做好&lt;校园&gt;取暖工作的通知"), ("dated_on", "2026年11月2日")):
        assert f'href="#at-{name}"' in page
        place = page.index(f'id="at-{name}"')
        assert words in page[place : place + 120]
    assert "<校园>" not in page


def test_marks_that_overlap_or_lie_outside_lead_somewhere_all_the_same() -> None:
    marks = [Mark("a", "甲", 0, 0, 3), Mark("b", "乙", 0, 1, 2), Mark("c", "丙", 0, 9, 12), Mark("d", "丁", 5, 0, 1)]
    document = texts.from_data({"blocks": ["一二三四"], "format": "txt"})
    assert to_html(document, marks, str) == (
        '<p id="b0"><mark id="a" title="甲">一二三</mark><a id="b"></a><a id="c"></a>四</p>'
    )


def test_a_field_is_corrected_in_place_and_its_doubt_is_settled(editor: Client, record: Record) -> None:
    form = editor.get(at(record)).context["form"]
    given = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    answer = editor.post(at(record), given | {"subject": "01", "summary": "取暖。"})
    assert answer.status_code == 302
    changed = making.fresh(record.index_number)
    assert (changed.subject, changed.summary) == ("01", "取暖。")
    assert not Finding.objects.filter(record=record, field="subject", resolution="").exists()


def test_a_correction_that_came_too_late_is_told_and_kept_on_the_page(editor: Client, record: Record) -> None:
    form = editor.get(at(record)).context["form"]
    given = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    editor.post(at(record), given | {"summary": "先。"})
    answer = editor.post(at(record), given | {"summary": "后。"})
    assert (answer.status_code, making.fresh(record.index_number).summary) == (400, "先。")
    assert "后。" in answer.content.decode()


def test_findings_are_settled_one_by_one_and_then_the_draft_is_handed_in(editor: Client, record: Record) -> None:
    answer = editor.post(at(record, "/submit"), follow=True)
    assert "还有须在发布前核对的事项" in answer.content.decode()
    for row in Finding.objects.filter(record=record, resolution=""):
        editor.post(at(record, "/read/findings"), {"finding": row.pk})
    assert "没有待核对的事项" in editor.get(at(record)).content.decode()
    editor.post(at(record, "/submit"))
    assert making.fresh(record.index_number).state == State.IN_REVIEW


def test_what_was_settled_can_be_taken_back(editor: Client, record: Record) -> None:
    row = Finding.objects.filter(record=record)[0]
    for decision in ("", "reopen"):
        editor.post(at(record, "/read/findings"), {"finding": row.pk, "decision": decision})
    row.refresh_from_db()
    assert row.resolution == ""


@pytest.mark.parametrize("given", ["", "x", "9" * 30, "0"])
def test_a_finding_that_is_none_is_told_where_the_person_was(editor: Client, record: Record, given: str) -> None:
    answer = editor.post(at(record, "/read/findings"), {"finding": given}, follow=True)
    assert answer.redirect_chain[-1][0] == at(record)
    assert "没有这个核对事项" in answer.content.decode()


def test_a_reviewer_reads_beside_the_original_and_changes_nothing(enter: Enter, record: Record) -> None:
    reviewer = enter("reviewer", Role.REVIEWER)
    page = reviewer.get(at(record)).content.decode()
    assert "<fieldset disabled>" in page
    assert "确认无误</button>" not in page
    assert reviewer.post(at(record, "/read/findings"), {"finding": Finding.objects.all()[0].pk}).status_code == 403


def test_the_original_comes_as_it_was_and_only_as_a_download(editor: Client, record: Record) -> None:
    answer = editor.get(at(record, "/read/original"))
    assert b"".join(answer) == NOTICE.encode()
    assert answer["content-type"] == "application/octet-stream"
    assert answer["content-disposition"].startswith("attachment")


def test_what_was_made_of_no_file_has_no_original(editor: Client, record: Record) -> None:
    Record.objects.filter(pk=record.pk).update(source_sha256=None)
    assert editor.get(at(record, "/read/original")).status_code == 404
    assert editor.get(at(record, f"/read/images/{'0' * 64}")).status_code == 404


def test_the_preview_is_the_page_that_readers_get_after_publication(editor: Client, record: Record) -> None:
    before = editor.get(at(record, "/preview/page")).content.decode()
    services.publish([record.index_number], actor=SYSTEM, now=timezone.now(), route=Route.IMPORTED)
    after = Client().get(f"/info/{record.index_number}").content.decode()

    def lasting(page: str) -> str:
        """Without the digest and the picture of the address, which only come to be with the edition."""
        page = page[: page.index("<code>")] + page[page.index("</code>") :]
        return re.sub(r'<img class="code"[^>]*>', "", page)

    assert lasting(before) == lasting(after)
    assert html.escape(record.title) in after


def test_only_the_frame_of_the_preview_may_be_framed_and_only_by_us(editor: Client, record: Record) -> None:
    framing, framed = editor.get(at(record, "/preview")), editor.get(at(record, "/preview/page"))
    assert "frame-src 'self'" in framing["content-security-policy"]
    assert "frame-ancestors 'none'" in framing["content-security-policy"]
    assert "frame-ancestors 'self'" in framed["content-security-policy"]
    assert framed["x-frame-options"] == "SAMEORIGIN"
    assert framing["x-frame-options"] == editor.get(at(record))["x-frame-options"] == "DENY"
    assert "frame-src" not in editor.get(at(record))["content-security-policy"]


def test_the_preview_of_a_draft_shows_its_pictures_to_those_who_may_see_it(editor: Client, record: Record) -> None:
    digest = str(record.source_sha256)
    document = record.document | {
        "blocks": [*record.document["blocks"], {"type": "image", "sha256": digest, "alt": "图"}],
        "media": [{"sha256": digest, "media_type": "image/png"}],
    }
    Record.objects.filter(pk=record.pk).update(document=document)
    address = at(record, f"/read/images/{digest}")
    for what in ("/read", "/preview/page"):
        assert f'src="{address}"' in editor.get(at(record, what)).content.decode()
    assert editor.get(address)["content-type"] == "image/png"


@pytest.mark.parametrize(("language", "words"), [("zh-CN", "成文日期晚于今天"), ("en", "later than today")])
def test_what_no_review_could_publish_is_told_before_it_is_handed_in(
    editor: Client, record: Record, language: str, words: str
) -> None:
    editor.cookies["language"] = language
    for what in ("/read", "/preview"):
        assert words not in editor.get(at(record, what)).content.decode()
    Record.objects.filter(pk=record.pk).update(dated_on=timezone.localdate() + timedelta(days=2))
    for what in ("/read", "/preview"):
        assert words in editor.get(at(record, what)).content.decode()
