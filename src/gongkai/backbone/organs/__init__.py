"""Organs: who holds government information, under which names, led by whom."""
