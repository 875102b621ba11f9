"""The entry point of the web server."""

import os
from typing import cast

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
django_application = get_asgi_application()

from django.conf import settings  # noqa: E402 - Django is set up above

from gongkai.kernel.portal.front import Application, Front  # noqa: E402
from gongkai.kernel.portal.gate import Gate  # noqa: E402

# Django's handler promises dict where ASGI says mapping; uvicorn hands over a dict.
application = Front(
    settings.PUBLIC,
    settings.STATIC_ROOT,
    Gate(cast("Application", django_application)),
    hsts_seconds=settings.SECURE_HSTS_SECONDS,
)
