"""Many tries made at once are heard no more often than one after the other."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection

from gongkai.kernel.accounts import sign_in
from gongkai.kernel.accounts.models import Person

# Each process tries eight times and prints the codes of the refusals.
_GUESSER = """
import django
django.setup()
from django.utils import timezone
from gongkai.kernel.accounts.sign_in import SignInRefusedError, sign_in
for _ in range(8):
    try:
        sign_in(login="liu", password="wrong", code="", address="10.0.0.1", now=timezone.now())
    except SignInRefusedError as refused:
        print(refused.code)
"""


@pytest.mark.django_db(transaction=True)
def test_threads_that_guess_together_are_heard_five_times(
    needs_postgresql: None, person: Person, now: datetime
) -> None:
    def guess(_: int) -> str:
        try:
            sign_in.sign_in(login="liu", password="wrong", code="", address="10.0.0.1", now=now)
        except sign_in.SignInRefusedError as refused:
            return refused.code
        finally:
            connection.close()
        return "in"

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(guess, range(24)))
    assert (said.count("refused"), said.count("locked")) == (5, 19)


def test_processes_that_guess_together_are_heard_five_times(tmp_path: Path) -> None:
    environment = os.environ | {
        "GONGKAI_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'gongkai.sqlite3'}",
    }
    subprocess.run([sys.executable, "-m", "gongkai", "migrate"], env=environment, check=True, capture_output=True)
    guessers = [
        subprocess.Popen([sys.executable, "-c", _GUESSER], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = " ".join(guesser.communicate()[0] for guesser in guessers).split()
    assert (said.count("refused"), said.count("locked")) == (5, 19)
