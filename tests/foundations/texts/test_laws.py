"""Real laws, as they are published."""

import json
import lzma

import pytest

from gongkai.foundations import texts
from support import require

COMPLETE = 0.995


@pytest.mark.slow
def test_articles_of_real_laws_are_complete_and_in_order() -> None:
    numbered, broken = 0, []
    with lzma.open(require.shared("data/laws.jsonl.xz"), "rt", encoding="utf-8") as lines:
        for line in lines:
            law = json.loads(line)
            entries = texts.outline(texts.read(law["body"].encode()))
            numbered += any(entry.anchor.startswith("art-") for entry in entries)
            gaps = texts.numbering_gaps(entries)
            if gaps:
                broken.append(f"{law['title']}：{gaps[0].message}")
    print(f"{numbered} laws with articles, {len(broken)} not complete:", *broken, sep="\n")  # noqa: T201 - the list is asked for
    assert numbered > 4_000
    assert len(broken) <= numbered * (1 - COMPLETE)
