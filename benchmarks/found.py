"""Found the invented city on a running platform, or count what it has published; run inside its environment."""

import sys

from gongkai.kernel.cli import session

session.start()

import city
from gongkai.backbone.records.models import Edition

if __name__ == "__main__":
    if sys.argv[1:] == ["count"]:
        print(Edition.objects.count())
    else:
        city.build()
