"""``gongkai ingest``: files in, records out."""

from pathlib import Path
from typing import Annotated, Any

import typer

from gongkai.kernel.cli import output, session


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders whose files are taken in.")],
    organ: Annotated[str, typer.Option(help="Code of the organ that publishes; else found in the text.")] = "",
    *,
    publish: Annotated[bool, typer.Option("--publish", help="Publish at once.")] = False,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """Read official documents and register them; the same file again is recognised."""
    session.start()
    files = [file for path in paths for file in _files(path)]
    if not files:
        raise typer.BadParameter("no file found", param_hint="PATHS")
    all_went_in = True
    for file in _progress(files, as_json=as_json):
        answer = _take_in(file, organ, publish=publish)
        all_went_in &= answer["ok"]
        if as_json:
            output.line(answer)
        else:
            _show(answer)
    if not all_went_in:
        raise typer.Exit(1)


def _files(path: Path) -> list[Path]:
    return sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]


def _progress(files: list[Path], *, as_json: bool) -> Any:
    if as_json or len(files) < 3:
        return files
    from rich.progress import track

    return track(files, description="Reading")


def _take_in(path: Path, organ: str, *, publish: bool) -> dict[str, Any]:
    """Take in one file and answer what is printed of it."""
    from django.utils import timezone

    from gongkai.backbone.records.services.ingesting import ingest as service
    from gongkai.foundations.errors import GongkaiError

    try:
        done = service(path, organ_code=organ, publish_now=publish, actor=session.actor(), now=timezone.now())
    except GongkaiError as error:
        return {"path": str(path), "ok": False, "error": {"code": error.code, "message": output.said(error)}}
    return {"path": str(path), "ok": True, "fresh": done.fresh, **_record(done.record)}


def _record(record: Any) -> dict[str, Any]:
    from django.conf import settings

    from gongkai.backbone.records.selectors import address
    from gongkai.foundations import law

    published = bool(record.edition)
    return {
        "index_number": record.index_number,
        "url": f"{settings.SITE_URL}{address(record.index_number)}" if published else None,
        "published": published,
        "title": record.title,
        "document_number": record.document_number,
        "issuer": record.issuer,
        "kind": law.kinds()[record.kind].zh,
        "dated_on": _iso(record.dated_on),
        "printed_on": _iso(record.printed_on),
        "addressees": record.addressees,
        "copies": record.copies,
        "attachments": record.evidence.get("attachments", {}).get("named", []),
        "files": record.attachments,
        "outline": [{key: e[key] for key in ("level", "number", "title")} for e in record.outline],
        "evidence": record.evidence,
    }


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def _show(answer: dict[str, Any]) -> None:
    if answer["ok"]:
        output.echo(f"✓ {answer['index_number']}  {answer['title']}  {answer['url'] or 'draft'}")
    else:
        output.echo(f"✗ {answer['path']}: {answer['error']['message']}")
