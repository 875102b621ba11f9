"""Two organs below a city, the people of the chain, and workers that can be let loose."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from backbone.records.making import make_organ
from gongkai.backbone.organs.models import Organ
from gongkai.kernel.actors import Actor
from gongkai.kernel.events import Lane
from gongkai.kernel.events.consumers import all_consumers
from gongkai.kernel.events.delivery import deliver, retry
from gongkai.kernel.portal import baker, stale
from gongkai.kernel.portal.models import StalePage


@pytest.fixture
def city(db: None, now: datetime) -> Organ:
    return make_organ("yunchuan", "云川市人民政府", "011100001", now)


@pytest.fixture
def education(city: Organ, now: datetime) -> Organ:
    return make_organ("yunchuan-education", "云川市教育局", "011100012", now, parent="yunchuan")


@pytest.fixture
def finance(city: Organ, now: datetime) -> Organ:
    return make_organ("yunchuan-finance", "云川市财政局", "011100013", now, parent="yunchuan")


@pytest.fixture
def chain(reviewer: Actor, legality_reviewer: Actor, secrecy_reviewer: Actor, approver: Actor) -> Mapping[str, Actor]:
    """Who passes each step of the review."""
    people = (reviewer, legality_reviewer, secrecy_reviewer, approver)
    return dict(zip(("office", "legality", "secrecy", "sign_off"), people, strict=True))


@pytest.fixture
def public(tmp_path: Path, settings: Any) -> Path:
    """An empty directory of baked pages, and everything else a worker writes to."""
    settings.PUBLIC, settings.RUN = tmp_path / "public", tmp_path / "run"
    settings.STORAGE_URL = f"file://{tmp_path}/files"
    settings.SEARCH_URL = f"tantivy://{tmp_path}/search"
    return tmp_path / "public"


@pytest.fixture
def work_off(public: Path, now: datetime) -> Callable[..., list[str]]:
    """Let the workers do all there is to do; answers the addresses of the pages that were written."""

    def run(at: datetime = now) -> list[str]:
        written: list[str] = []
        patch = pytest.MonkeyPatch()
        original = baker._write

        def write(target: Path, body: bytes) -> None:
            written.append(str(target.relative_to(public)))
            original(target, body)

        patch.setattr(baker, "_write", write)
        try:
            for lane in Lane:
                while sum(deliver(one, lane, now=at) for one in all_consumers()):
                    pass
            while any(stale.bake_some(lane, now=at) for lane in Lane):
                pass
            assert not any(retry(one, lane, now=at) for lane in Lane for one in all_consumers())
        finally:
            patch.undo()
        assert not StalePage.objects.exclude(error="").exists()
        return sorted(written)

    return run
