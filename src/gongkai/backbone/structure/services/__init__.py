"""Everything that changes how the portal is laid out; audit and events are written inside each transaction."""
