"""The web server's process: uvicorn around the ASGI application."""

import os


def main() -> None:
    """Serve until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import uvicorn

    from gongkai.config import settings
    from gongkai.kernel.portal.wire import SERVING

    uvicorn.run(
        "gongkai.config.web_application:application",
        host=settings.HOST,
        port=settings.PORT,
        workers=settings.WEB_WORKERS,
        log_level="warning",
        **SERVING,
    )


if __name__ == "__main__":
    main()
