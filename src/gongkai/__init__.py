"""Gongkai (公开): the open-government-affairs platform of a city."""
