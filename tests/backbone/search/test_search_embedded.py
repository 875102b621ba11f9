"""What the embedded engine alone does: it keeps the cost of a search bounded on one machine."""

import pytest

from backbone.search.entries import entry
from gongkai.backbone.search.embedded import EmbeddedEngine, finding
from gongkai.backbone.search.engine import Query


def test_of_very_many_hits_the_facets_are_counted_on_a_sample(
    engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "COUNTED_EXACTLY", 100)
    engine.apply([entry(number, kind="notice" if number % 4 else "rule") for number in range(1, 2001)], [])
    results = engine.search(Query(text="住房"))
    assert results.total == 2000
    assert results.sampled
    counts = {bucket.value: bucket.count for bucket in results.facets["kind"]}
    assert 1000 < counts["notice"] < 2000
    assert 250 < counts["rule"] < 1000
    assert all(count % 10 == 0 for count in counts.values())
    monkeypatch.setattr(finding, "COUNTED_EXACTLY", 2000)
    exact = engine.search(Query(text="住房"))
    assert {bucket.value: bucket.count for bucket in exact.facets["kind"]} == {"notice": 1500, "rule": 500}
    assert not exact.sampled
