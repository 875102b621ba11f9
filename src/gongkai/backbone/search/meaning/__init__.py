"""Nearness of meaning beside the words: an extra, off unless ``GONGKAI_SEARCH_MODEL`` names a model."""

from gongkai.backbone.search.meaning.configured import Meaning, configured, required

__all__ = ["Meaning", "configured", "required"]
