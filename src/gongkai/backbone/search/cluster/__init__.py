"""The search engine outside the platform: an OpenSearch cluster by URL."""

from gongkai.backbone.search.cluster.engine import ClusterEngine

__all__ = ["ClusterEngine"]
