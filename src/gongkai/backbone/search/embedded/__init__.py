"""The search engine inside the platform: tantivy in a directory."""

from gongkai.backbone.search.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
