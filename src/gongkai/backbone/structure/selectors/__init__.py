"""Reading how the portal is laid out."""
