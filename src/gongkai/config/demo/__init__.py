"""The demo city of Yunchuan: an invented city that an empty platform begins with, so that there is something to see.

Organs and people are planted at the start; six years of documents grow in the background, oldest first.
"""
