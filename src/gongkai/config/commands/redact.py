"""``gongkai redact``: a copy of a file without what a plan marks; needs no database."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from gongkai.foundations.errors import GongkaiError
from gongkai.kernel.cli import output
from gongkai.kernel.cli.session import alone


@alone
def redact(
    file: Annotated[Path, typer.Argument(help="A PDF, DOCX, XLSX or picture.")],
    *,
    plan: Annotated[Path | None, typer.Option(help="What to withhold, as JSON; without it a plan is proposed.")] = None,
    to: Annotated[Path | None, typer.Option(help="Where the copy goes; it must not be there yet.")] = None,
    as_json: Annotated[bool, output.JSON_OPTION] = False,
) -> None:
    """Redact a file by a plan, or propose one from the personal data found in it."""
    from gongkai.foundations import redaction

    try:
        content = _content(file)
        if plan is None:
            found = redaction.proposals(content, name=file.name)
            output.echo(
                json.dumps(redaction.as_plan(found).to_data(), ensure_ascii=False, indent=None if as_json else 2)
            )
            return
        done = redaction.redact(content, redaction.plan_from(_json(plan)))
        target = to or file.with_name(f"{file.stem}-redacted.{done.suffix}")
        _write(target, done.content)
    except GongkaiError as error:
        output.fail(error, as_json=as_json)
    answer = _answer(target, done)
    if as_json:
        output.line(answer)
    else:
        _show(answer)


def _content(file: Path) -> bytes:
    from gongkai.foundations.texts.limits import DEFAULT, UnreadableFileError, too_large

    try:
        size = file.stat().st_size
        if size > DEFAULT.size:
            raise too_large(size, DEFAULT.size)
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableFileError("cannot_open", f"文件打不开（{reason}）：请核对路径和权限。") from error


def _json(plan: Path) -> dict[str, Any]:
    from gongkai.foundations.redaction import RedactionError

    try:
        data = json.loads(_content(plan))
    except ValueError as error:
        raise RedactionError("redaction_plan_wrong", "遮盖方案不是 JSON 文件：请核对。", where=plan.name) from error
    if not isinstance(data, dict):
        raise RedactionError("redaction_plan_wrong", "遮盖方案应当是一个对象。", where=plan.name)
    return data


def _write(target: Path, content: bytes) -> None:
    """Never over a file that is there: it might be the original."""
    from gongkai.foundations.redaction import RedactionError

    try:
        with target.open("xb") as stream:
            stream.write(content)
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"写不进 {target}（{reason}）：请用 --to 给出别的文件名。"
        raise RedactionError("redaction_not_written", message, target=target, reason=reason) from error


def _answer(target: Path, done: Any) -> dict[str, Any]:
    from gongkai.foundations import redaction

    return {
        "path": str(target),
        "media_type": done.media_type,
        "withheld": [
            {"page": line.page, "ground": line.ground, "places": line.places} for line in redaction.summary(done.marks)
        ],
        "unsearched": list(done.unsearched),
        "left_out": done.left_out,
    }


def _show(answer: dict[str, Any]) -> None:
    output.echo(f"{answer['path']}: {answer['media_type']}")
    for line in answer["withheld"]:
        output.echo(f"  page {line['page']}: {line['places']} × {line['ground']}")
    if answer["unsearched"]:
        pages = ", ".join(map(str, answer["unsearched"]))
        output.echo(f"  ! no words could be looked for on page {pages}: look at them and draw boxes")
    for kind, count in answer["left_out"].items():
        output.echo(f"  ! left out: {count} {kind}")
