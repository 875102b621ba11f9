"""By when: what an organ or a person owes, why on that day, and what fulfilled it."""
