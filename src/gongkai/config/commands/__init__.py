"""Commands that know the whole platform."""
