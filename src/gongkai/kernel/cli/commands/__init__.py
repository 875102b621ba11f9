"""Commands of the kernel's own rooms."""
