"""The archive of a case: one ZIP with a list of contents, the digest of each file, and everything that was told."""

import io
import json
import zipfile
from datetime import datetime
from pathlib import PurePath

from gongkai.affairs.foi import vault
from gongkai.affairs.foi.models import DisclosureRequest
from gongkai.affairs.foi.selectors import happenings
from gongkai.affairs.foi.services import papers
from gongkai.affairs.foi.services.reading import identity_read, letter_read, words_read
from gongkai.affairs.foi.services.redacting import COPY, ORIGINAL, slot
from gongkai.foundations.canonical import digest
from gongkai.foundations.texts.setting import to_docx, to_pdf
from gongkai.kernel.actors import Actor

_THEN = (1980, 1, 1, 0, 0, 0)  # the same case always gives the same bytes


def archive_package(request: DisclosureRequest, *, actor: Actor, now: datetime) -> bytes:
    """The package: ``contents.txt`` lists every file with its SHA-256, as ``sha256sum -c`` reads it.

    Originals and copies of the files asked for are in it, for who may see the applicant archives the whole case.
    """
    files: dict[str, bytes] = {"application.json": _data({"identity": identity_read(request, actor=actor, now=now)})}
    events = []
    for one in happenings(request.told.order_by("number")):
        words = words_read(request, one.number, actor=actor, now=now)
        events.append(
            {
                "number": one.number,
                "kind": one.kind,
                "on": str(one.on),
                "at": one.at.isoformat(),
                "by": one.by,
                "role": one.role,
                "facts": dict(one.facts) | words,
            }
        )
    wanted = {"number": request.number, "subject": request.subject, "wanted": request.wanted, "events": events}
    files["case.json"] = _data(wanted)
    for letter in request.letters.order_by("number"):
        _, document = letter_read(request, letter.number, actor=actor, now=now)
        name = f"letters/{letter.number:02d}-{letter.template}"
        files[f"{name}.docx"], files[f"{name}.pdf"] = to_docx(document), to_pdf(document)
    for paper in request.papers.order_by("number"):
        kept = vault.read(request, papers.slot(paper))
        if kept is not None:
            files[f"papers/{kept.name}"] = kept.content
    for row in request.materials.order_by("number"):
        for part in (ORIGINAL, COPY):
            kept = vault.read(request, slot(row, part))
            if kept is not None:
                files[f"files/{row.number:02d}-{part}{PurePath(kept.name).suffix}"] = kept.content
    listed = "".join(f"{digest(content)}  {name}\n" for name, content in sorted(files.items()))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [("contents.txt", listed.encode()), *sorted(files.items())]:
            archive.writestr(zipfile.ZipInfo(name, _THEN), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _data(values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True).encode()
