"""The interface as it is promised: its document is reviewed whenever it changes, and its page needs nothing else."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client

from gongkai.config.api import api

pytestmark = pytest.mark.django_db
SNAPSHOT = Path(__file__).with_name("openapi.json")
DOCUMENT = json.loads(SNAPSHOT.read_text("utf-8"))


def test_the_interface_is_the_one_that_was_reviewed() -> None:
    now = json.loads(json.dumps(api.get_openapi_schema()))
    assert now == DOCUMENT, "when the change is meant, run scripts/openapi.py and review its diff"


def test_the_document_is_served(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert (answer.status_code, answer.json()) == (200, DOCUMENT)


def test_every_operation_tells_its_errors_and_what_it_is_called() -> None:
    operations = [said for methods in DOCUMENT["paths"].values() for said in methods.values()]
    assert len(operations) >= 5
    for said in operations:
        assert {"422", "429"} <= set(said["responses"])
        assert re.fullmatch(r"[a-z_]+", said["operationId"])
        assert said["summary"]
        assert said["description"]
    assert len({said["operationId"] for said in operations}) == len(operations)


def test_whatever_writes_needs_a_token_and_says_its_scope() -> None:
    for methods in DOCUMENT["paths"].values():
        for method, said in methods.items():
            assert bool(said.get("security")) == (method != "get")
            assert method == "get" or "Scope record." in said["description"]


@pytest.mark.parametrize(("language", "said"), [("", "数据接口"), ("en-GB,en;q=0.9", "Interface for programs")])
def test_the_page_lists_every_operation_in_the_readers_language(language: str, said: str, client: Client) -> None:
    page = client.get("/api/v1/docs", headers={"accept-language": language}).content.decode()
    assert said in page
    for path, methods in DOCUMENT["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in page


def test_the_page_lives_under_the_strict_policy(client: Client) -> None:
    answer = client.get("/api/v1/docs")
    page = answer.content.decode()
    assert "default-src 'none'" in answer["content-security-policy"]
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//[^\"]*", page.replace("http://testserver", "")) == []
    assert "<script>" not in page
    assert "<style" not in page
    assert " style=" not in page


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/", "/api/v2/records", "/api/v1/records/x"])
def test_an_address_that_is_none_is_answered_in_the_same_form(path: str, client: Client) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "address_unknown")
