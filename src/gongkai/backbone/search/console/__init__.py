"""The console's pages of the search: what editors tell it, and why a record ranks where it does."""
