"""Strict readers of the environment: a bad value stops the start with one clear line."""

import base64
import binascii
import os
import secrets
from pathlib import Path

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


class BadSettingError(SystemExit):
    """A setting in the environment cannot be used; ends the process with status 2."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(2)
        self.message = f"{name}={value!r}: {wanted}"

    def __str__(self) -> str:
        return self.message


def text(name: str, default: str = "") -> str:
    """The value of ``name``, or what stands in the file named by ``name_FILE``, or ``default``."""
    from_file = os.environ.get(f"{name}_FILE")
    if from_file:
        try:
            return Path(from_file).read_text("utf-8").strip()
        except OSError as error:
            raise BadSettingError(f"{name}_FILE", from_file, f"cannot be read ({error.strerror})") from error
    return os.environ.get(name, default)


def boolean(name: str, *, default: bool) -> bool:
    """True or False; anything but 1/0, true/false, yes/no, on/off is refused."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in TRUE | FALSE:
        return value in TRUE
    raise BadSettingError(name, value, "use 1 or 0")


def whole(name: str, *, default: int, least: int, most: int) -> int:
    """A whole number between ``least`` and ``most``."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isdecimal() or not least <= int(value) <= most:
        raise BadSettingError(name, value, f"use a whole number from {least} to {most}")
    return int(value)


def choice(name: str, *, default: str, others: tuple[str, ...]) -> str:
    """A switch with more than two positions: ``1``, ``0`` as in ``boolean``, or one of the other words."""
    value = os.environ.get(name, "").strip().lower() or default
    if value in others:
        return value
    if value in TRUE | FALSE:
        return "1" if value in TRUE else "0"
    raise BadSettingError(name, value, f"use 1, 0 or {' or '.join(others)}")


def words(name: str, default: str) -> list[str]:
    """A list written with commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def language() -> str:
    """The language of the user at the command line, as every program of the system finds it."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return next((value for name in names if (value := os.environ.get(name))), "en")


def directory(name: str, default: Path) -> Path:
    """A directory that exists afterwards and can be written to."""
    path = Path(os.environ.get(name) or default).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSettingError(name, str(path), f"cannot be created ({error.strerror})") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise BadSettingError(name, str(path), "is not writable; choose another directory")
    return path


def secret(name: str, kept_in: Path) -> str:
    """The secret from the environment, else one made on first use and kept in a file only its owner reads."""
    given = text(name)
    if given:
        return given
    try:
        with os.fdopen(os.open(kept_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return kept_in.read_text("utf-8").strip()


def keys(name: str, kept_in: Path) -> list[str]:
    """A ring of keys for encryption, with commas, the newest first; else one made on first use and kept in a file.

    Each is 32 bytes in URL-safe Base64.
    """
    given = text(name)
    if not given:
        try:
            with os.fdopen(os.open(kept_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
        except FileExistsError:
            pass
        given = kept_in.read_text("utf-8")
    found = [word.strip() for word in given.split(",") if word.strip()]
    for key in found:
        try:
            fits = len(base64.urlsafe_b64decode(key)) == 32
        except (binascii.Error, ValueError):
            fits = False
        if not fits:
            raise BadSettingError(name, "…", "use keys of 32 bytes in URL-safe Base64, with commas")
    return found
