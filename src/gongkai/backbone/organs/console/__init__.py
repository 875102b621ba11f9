"""The console's pages of organs."""
