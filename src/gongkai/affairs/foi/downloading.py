"""Handing out the files of a case."""

from urllib.parse import quote

from django.http import HttpResponse

from gongkai.affairs.foi.vault import Kept


def download(kept: Kept) -> HttpResponse:
    """The answer that has a browser store the file."""
    disposition = f"attachment; filename*=UTF-8''{quote(kept.name)}"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(kept.content, content_type=kept.media_type, headers=headers)
