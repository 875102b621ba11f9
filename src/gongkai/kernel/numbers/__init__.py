"""Gapless numbers, issued inside the transaction that uses them."""
