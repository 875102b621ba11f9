"""Every word of the interface stands in the catalogue, translated, and the compiled catalogue is the written one."""

import gettext
import re
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
# Words that are written the same in both languages: names of formats and of a digest.
ALIKE = re.compile(r"TXT|Markdown|JSON|Atom|SHA-256|PDF|<[^>]*>|%\(\w+\)[sd]")


@pytest.fixture(scope="module")
def script() -> Any:
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        return import_module("translate")
    finally:
        sys.path.remove(str(ROOT / "scripts"))


def _key(message: Any) -> tuple[str | None, Any]:
    return message.context, message.id


def _forms(message: Any) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple) else [message.string]


def test_every_string_of_code_and_templates_is_in_the_catalogue(script: Any) -> None:
    used, held = ({_key(m) for m in c if m.id} for c in (script.gathered(), script.kept()))
    assert used - held == set(), "run scripts/translate.py"
    assert held - used == set(), "run scripts/translate.py"


def test_every_string_is_translated(script: Any) -> None:
    assert [message.id for message in script.untranslated(script.kept())] == []


def test_placeholders_are_named_and_agree(script: Any) -> None:
    wrong = []
    for message in script.kept():
        asked = set(PLACEHOLDER.findall("".join(message.id) if isinstance(message.id, tuple) else message.id))
        wrong += [text for text in _forms(message) if message.id and set(PLACEHOLDER.findall(text)) != asked]
        wrong += [text for text in _forms(message) if message.id and re.search(r"%[sd]|%\(\w+\)(?![sd])", text)]
    assert wrong == []


def test_the_chinese_has_no_english_word(script: Any) -> None:
    texts = [text for message in script.kept() if message.id for text in _forms(message)]
    assert [text for text in texts if re.search(r"[A-Za-z]{2}", ALIKE.sub("", text))] == []


def test_the_compiled_catalogue_is_the_written_one(script: Any) -> None:
    with script.CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    written = {}
    for message in script.kept():
        if not message.id:
            continue
        single = message.id[0] if isinstance(message.id, tuple) else message.id
        key = f"{message.context}\x04{single}" if message.context else single
        for number, text in enumerate(_forms(message)):
            written[(key, number) if isinstance(message.id, tuple) else key] = text
    held: dict[Any, str] = compiled._catalog  # type: ignore[attr-defined]
    assert {key: text for key, text in held.items() if key != ""} == written


def test_django_finds_the_catalogue() -> None:
    with translation.override("zh-hans"):
        assert translation.gettext("Index number") == "索引号"
    with translation.override("en"):
        assert translation.gettext("Index number") == "Index number"
