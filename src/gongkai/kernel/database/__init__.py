"""What the two databases do differently, in one place."""

from gongkai.kernel.database.append_only import append_only

__all__ = ["append_only"]
