import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from backbone.search.entries import PUBLISHED_AT
from gongkai.backbone.organs.models import Organ
from gongkai.backbone.organs.services import organ_create
from gongkai.backbone.search.cluster import ClusterEngine
from gongkai.backbone.search.embedded import EmbeddedEngine
from gongkai.backbone.search.engine import Engine
from gongkai.kernel.actors import SYSTEM

# The nodes of a cluster to try (127.0.0.1:9201,127.0.0.1:9202,…); scripts/opensearch/cluster starts one.
CLUSTER = os.environ.get("GONGKAI_TEST_OPENSEARCH", "")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What every engine must do is asked of the cluster too, where there is one."""
    if "any_engine" in metafunc.fixturenames:
        metafunc.parametrize("any_engine", ["tantivy", *(["opensearch"] if CLUSTER else [])], indirect=True)


@pytest.fixture
def any_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Each engine in turn, empty."""
    if request.param == "tantivy":
        made = EmbeddedEngine(tmp_path / "search")
        yield made
        made.close()
        return
    cluster = ClusterEngine(f"opensearch://{CLUSTER}/test-{uuid.uuid4().hex[:12]}")
    yield cluster
    cluster.drop()
    cluster.close()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    """An index of its own, without a record in it."""
    made = EmbeddedEngine(tmp_path / "search")
    yield made
    made.close()


@pytest.fixture
def organ() -> Organ:
    """Who publishes."""
    return organ_create(
        code="yunchuan-office",
        name="云川市人民政府办公室",
        kind="office",
        level="city",
        index_prefix="011100008",
        actor=SYSTEM,
        now=PUBLISHED_AT,
    )
