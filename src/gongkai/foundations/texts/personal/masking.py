"""What could stand in place of personal data, by its kind."""

import re

_REGION = re.compile(r".{0,20}?(?:[市州盟](?!场|民)|[区县旗])")


def number(text: str, first: int, last: int) -> str:
    """Keep the first and last characters, and whatever parts the groups between."""
    inner = text[first : len(text) - last]
    return text[:first] + re.sub(r"[0-9A-Za-z]", "*", inner) + text[len(text) - last :]


def email(text: str) -> str:
    """The first letter and the provider."""
    name, _, domain = text.partition("@")
    return f"{name[:1]}***@{domain}"


def address(text: str) -> str:
    """As far as the county or district."""
    match = _REGION.match(text)
    return f"{match.group()}***" if match else "***"


def name(text: str) -> str:
    """The surname alone."""
    return text[:1] + "某" * (len(text) - 1)
