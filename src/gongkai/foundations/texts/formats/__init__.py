"""One module for each format, each with ``parse``."""
