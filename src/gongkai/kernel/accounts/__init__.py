"""People, their memberships and sessions, and the tokens programs act with."""
