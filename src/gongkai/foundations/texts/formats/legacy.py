"""Old office files (DOC, WPS, XLS, ET, RTF), by way of LibreOffice where it is installed."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from gongkai.foundations.texts.limits import Limits, UnreadableFileError, too_large

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RTF = b"{\\rtf"
_SECONDS = 90
# What the directory of an OLE file lists, and what LibreOffice makes of it.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MADE = (
    ("WordDocument".encode("utf-16-le"), "doc", "docx"),
    ("Workbook".encode("utf-16-le"), "xls", "xlsx"),
    ("Book".encode("utf-16-le"), "xls", "xlsx"),
)


def is_legacy(content: bytes) -> bool:
    """Whether it is such a file."""
    return content.startswith((OLE, RTF))


def converted(content: bytes, limits: Limits) -> bytes:
    """The file as DOCX or XLSX. Raises ``UnreadableFileError``: ``encrypted_file``, ``unsupported_type``,
    ``converter_missing`` or ``broken_file``.
    """
    extension, target = _kind(content)
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise UnreadableFileError(
            "converter_missing", "读取旧版 Office 文件需要在服务器上安装 LibreOffice：请安装，或另存为 DOCX 后再导入。"
        )
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        source = Path(folder) / f"in.{extension}"
        source.write_bytes(content)
        # A profile of its own for each run: two runs never wait for each other, no macro is ever trusted.
        command = [
            program,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--norestore",
            "--convert-to",
            target,
            "--outdir",
            f"{folder}/out",
            str(source),
        ]
        _run(command)
        made = Path(folder) / "out" / f"in.{target}"
        if not made.is_file():
            raise _unreadable()
        if made.stat().st_size > limits.size:
            raise too_large(made.stat().st_size, limits.size)
        return made.read_bytes()


def _run(command: list[str]) -> None:
    """Run the program to its end, or end it and all that it started."""
    try:
        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as running:
            try:
                failed = running.wait(_SECONDS)
            finally:
                # The program is a shell around another, which would go on without it.
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(running.pid, signal.SIGKILL)
    except (subprocess.SubprocessError, OSError) as error:
        raise _unreadable() from error
    if failed:
        raise _unreadable()


def _kind(content: bytes) -> tuple[str, str]:
    if content.startswith(RTF):
        return "rtf", "docx"
    if _ENCRYPTED in content:
        raise UnreadableFileError("encrypted_file", "文件设有密码：请去掉密码后再导入。")
    for name, extension, target in _MADE:
        if name in content:
            return extension, target
    raise UnreadableFileError(
        "unsupported_type", "这不是文字或表格文件，不能读取：请转换为 DOCX、HTML 或 TXT 后再导入。"
    )


def _unreadable() -> UnreadableFileError:
    return UnreadableFileError("broken_file", "文件不完整或已损坏：请用原来的软件重新保存后再导入。")
