"""What is made ready before anything is served."""

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import Settings

from gongkai.backbone.channels.portal import FIRST
from gongkai.config import preparation
from gongkai.kernel.portal import stale
from gongkai.kernel.portal.models import BakedPage, StalePage
from gongkai.kernel.worker import Lane


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, settings: Settings) -> None:
    settings.RUN, settings.PUBLIC = tmp_path / "run", tmp_path / "public"


def _bake_everything(now: datetime) -> None:
    while any(stale.bake_some(lane, now=now) for lane in Lane):
        pass


@pytest.mark.django_db
def test_a_new_platform_bakes_the_pages_there_are_before_the_first_record(now: datetime) -> None:
    assert preparation.refresh_pages()
    assert set(StalePage.objects.values_list("key", flat=True)) == set(FIRST)
    _bake_everything(now)
    assert not StalePage.objects.exists()
    assert {"/", "/lists/all", "/robots.txt", "/disclosure/guide"} <= set(
        BakedPage.objects.values_list("path", flat=True)
    )


@pytest.mark.django_db
def test_nothing_is_baked_again_when_nothing_has_changed(now: datetime) -> None:
    preparation.refresh_pages()
    _bake_everything(now)
    assert not preparation.refresh_pages()
    assert not StalePage.objects.exists()


@pytest.mark.django_db
def test_a_new_name_of_the_site_is_baked_into_every_page(now: datetime, settings: Settings) -> None:
    preparation.refresh_pages()
    _bake_everything(now)
    settings.SITE_NAME = "云川市政务公开"
    assert preparation.refresh_pages()
    assert set(StalePage.objects.values_list("key", flat=True)) == set(BakedPage.objects.values_list("key", flat=True))
    _bake_everything(now)
    assert "云川市政务公开" in (Path(settings.PUBLIC) / "index.html").read_text("utf-8")


@pytest.mark.django_db
def test_style_sheets_are_collected_once() -> None:
    preparation.collect_static()
    assert not preparation.collect_static()
    assert (Path(settings.STATIC_ROOT) / "portal/base.css").is_file()
