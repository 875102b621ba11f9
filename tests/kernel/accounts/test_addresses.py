"""Whose word on the address of the client is believed."""

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.kernel.accounts.addresses import client_address, neighbourhood, networks

PROXIES = networks(["10.0.0.5", "10.1.0.0/16", "fd00::/8"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.5", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.5", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.5", "198.51.100.1, 10.1.2.3", "198.51.100.1"),
        ("10.0.0.5", "10.1.2.3", "10.1.2.3"),
        ("10.0.0.5", "", "10.0.0.5"),
        ("10.0.0.5", "nonsense", "10.0.0.5"),
        ("10.0.0.5", "198.51.100.1, nonsense", "10.0.0.5"),
        ("fd00::1", "2001:db8::1", "2001:db8::1"),
        ("", "198.51.100.1", ""),
    ],
)
def test_only_trusted_proxies_are_believed(peer: str, forwarded: str, client: str) -> None:
    assert client_address(peer, forwarded, PROXIES) == client


@given(st.text(), st.text())
def test_without_proxies_nothing_said_counts(peer: str, forwarded: str) -> None:
    assert client_address(peer, forwarded, ()) == peer


def test_a_proxy_that_is_no_address_stops_the_start() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", "import gongkai.config.settings"],
        env=os.environ | {"GONGKAI_TRUSTED_PROXIES": "nginx"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:203.0.113.9", "::ffff:203.0.113.9"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_all_addresses_of_one_line_are_one_caller(address: str, counted: str) -> None:
    assert neighbourhood(address) == counted
