import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongkai.backbone.search.cluster import ClusterEngine
from gongkai.backbone.search.embedded import EmbeddedEngine
from gongkai.backbone.search.engine import Engine

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
