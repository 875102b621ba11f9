"""Settings of the tests: a data directory of their own, never the one of a running platform."""

import os
import tempfile

os.environ["GONGKAI_DATA"] = tempfile.mkdtemp(prefix="gongkai-test-")
os.environ.setdefault("GONGKAI_SECRET_KEY", "for tests only")
os.environ["GONGKAI_DEMO"] = "0"
os.environ["GONGKAI_SITE_URL"] = "http://testserver"
os.environ["GONGKAI_ALLOWED_HOSTS"] = "testserver,127.0.0.1,localhost"

from gongkai.config.settings import *  # noqa: F403 - the environment must be set before they are read
from gongkai.config.settings import DATABASES

DATABASES["default"]["CONN_MAX_AGE"] = 0
# Argon2 with the least work: the tests check that it is used, not how long it takes.
PASSWORD_HASHERS = ["support.hashers.QuickArgon2PasswordHasher"]
# All tests call from one address; those about the limits set their own.
API_CALLS_PER_ADDRESS = API_CALLS_PER_TOKEN = 1_000_000
# Counts are written once a minute by a thread of their own, outside of any test's transaction.
SEARCH_STATISTICS_DAYS = 0
