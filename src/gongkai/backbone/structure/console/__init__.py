"""The console's pages of how the portal is laid out."""
