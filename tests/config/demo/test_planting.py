"""The demo's logins: a password that everyone knows only where nobody else can use it."""

import pytest
from pytest_django import Settings

from gongkai.config.demo import planting
from gongkai.kernel.accounts.addresses import networks

HERE = "http://127.0.0.1:8000"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_on_this_machine_alone_it_is_the_known_one(host: str, settings: Settings) -> None:
    settings.HOST, settings.SITE_URL, settings.TRUSTED_PROXIES = host, HERE, ()
    assert planting._password() == planting._KNOWN_PASSWORD


@pytest.mark.parametrize(
    ("host", "address", "proxies"),
    [
        ("0.0.0.0", HERE, []),
        ("gongkai.internal", HERE, []),
        ("127.0.0.1", "https://www.yunchuan.example", []),
        ("127.0.0.1", HERE, ["127.0.0.1"]),
    ],
)
def test_where_others_may_ask_it_is_made_at_random(
    host: str, address: str, proxies: list[str], settings: Settings
) -> None:
    settings.HOST, settings.SITE_URL, settings.TRUSTED_PROXIES = host, address, networks(proxies)
    assert planting._password() != planting._password()
