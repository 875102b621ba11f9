"""Who did what, when, from where, before and after; never changed, never deleted."""
