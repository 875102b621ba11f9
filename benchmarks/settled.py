"""Wait until everything published is visible everywhere; run inside a platform's environment."""

import time

from gongkai.kernel.cli import session

session.start()

from gongkai.kernel.events.selectors import lags
from gongkai.kernel.portal.models import StalePage


def is_settled() -> bool:
    """Whether no consumer is behind and no page is stale."""
    return not any(lag.behind for lag in lags()) and not StalePage.objects.exists()


if __name__ == "__main__":
    while not is_settled():
        time.sleep(0.2)
