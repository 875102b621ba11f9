"""Pure Python: no framework, no clock, no network."""
