"""``gongkai read``: what the readers of files make of a file; needs no database."""

import sys
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer

from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.cli import output
from gongkai.kernel.cli.session import alone

_MARKS = {"stop": "✗", "error": "!", "look": "?"}


@alone
def read(
    files: Annotated[list[Path], typer.Argument(help="Files to read.")],
    *,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """Print the structure of files, the personal data in them, and what to look at before publication."""
    failed = False
    for file in files:
        try:
            answer = _read(file)
        except GongkaiError as error:
            failed = True
            answer = {"path": str(file), "ok": False, "error": _error(error, file)}
        if as_json:
            output.line(answer)
        else:
            _show(answer)
    if failed:
        sys.exit(1)


def _read(path: Path) -> dict[str, Any]:
    from gongkai.foundations import texts
    from gongkai.foundations.texts.checking import check_document
    from gongkai.foundations.texts.personal import find_in_document

    document = texts.read(path, name=path.name)
    official = texts.parse_official(document)
    evidence = official.evidence()
    return {
        "path": str(path),
        "ok": True,
        **texts.to_data(document),
        "places": [_box(place) for place in document.places],
        "lines": [
            {"text": n.text, "certainty": round(n.certainty * 100), "block": n.block, "place": _box(n.place)}
            for n in document.lines
        ],
        "links": [{"text": n.text, "target": n.target, "there": n.there} for n in document.links],
        "hidden": dict(Counter(item.kind for item in document.hidden)),
        "notices": [{"code": notice.code, "message": notice.message} for notice in document.notices],
        "attachments": [{"name": a.name, "media_type": a.media_type, "sha256": a.sha256} for a in document.attachments],
        "signatures": [
            {name: getattr(s, name) for name in ("kind", "provider", "method", "signed_at", "pages", "intact")}
            for s in document.signatures
        ],
        "fields": {name: {"value": getattr(official, name).value, **place} for name, place in evidence.items()},
        "outline": [entry.to_data() for entry in texts.outline(document)],
        "personal": [
            {
                "kind": finding.found.kind.value,
                "where": finding.hidden or "block",
                "block": finding.block,
                "start": finding.found.start,
                "end": finding.found.end,
                "certainty": round(finding.found.certainty * 100),
                "masked": finding.found.masked,
            }
            for finding in find_in_document(document)
        ],
        "remarks": [remark.to_data() for remark in check_document(document, size=path.stat().st_size)],
    }


def _error(error: GongkaiError, file: Path) -> dict[str, str]:
    return {"code": error.code, "message": output.said(error), "where": str(file)}


def _box(place: Any) -> list[int]:
    """Page, left, top, width and height."""
    return [place.page, place.left, place.top, place.width, place.height]


def _show(answer: dict[str, Any]) -> None:
    if not answer["ok"]:
        output.echo(f"✗ {answer['path']}: {answer['error']['message']}")
        return
    output.echo(f"{answer['path']}: {answer['format']}, {len(answer['blocks'])} blocks")
    for name, field in answer["fields"].items():
        value = "; ".join(field["value"]) if isinstance(field["value"], tuple) else field["value"]
        output.echo(f"  {name}: {value} ({field['confidence']} %)")
    for entry in answer["outline"]:
        output.echo(f"  {'  ' * entry['level']}{entry['number']}{entry['title']}")
    for notice in answer["notices"]:
        output.echo(f"  ? {notice['message']}")
    for finding in answer["personal"]:
        output.echo(f"  {finding['certainty']} % {finding['kind']} → {finding['masked']} (block {finding['block']})")
    for remark in answer["remarks"]:
        output.echo(f"  {_MARKS[remark['severity']]} {remark['reason']}{remark['fix']}")
