"""What each process of the web server loads: the application, and the promise not to outlive the server."""

from gongkai.config.children import die_with_parent

die_with_parent()

from gongkai.config.asgi import application  # noqa: E402 - the promise comes before the long import

__all__ = ["application"]
