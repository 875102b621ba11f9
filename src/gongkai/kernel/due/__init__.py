"""Time as a source of events: what shall happen at a moment, in one table."""
