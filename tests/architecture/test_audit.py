"""Whoever changes something is written down: a service that knows who acts writes the audit, or calls one that does."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src/gongkai"
WRITERS = {"write", "write_many"}
# Parts of several services, each of which writes what it has done with them.
PARTS = {"register", "reopen"}
# Who is at work and what was typed but not kept: the record is as it was.
NOTHING_CHANGED = {"hold", "keep_unsaved"}


def _services() -> Iterator[Path]:
    for file in SOURCE.rglob("*.py"):
        if file.name in {"services.py", "sign_in.py", "tokens.py"} or file.parent.name == "services":
            yield file


def _functions() -> dict[str, list[ast.FunctionDef]]:
    found: dict[str, list[ast.FunctionDef]] = {}
    for file in _services():
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                found.setdefault(node.name, []).append(node)
    return found


FUNCTIONS = _functions()


def _calls(node: ast.AST) -> set[str]:
    """The names of what a function calls, whichever module it is of."""
    called = [each.func for each in ast.walk(node) if isinstance(each, ast.Call)]
    return {each.id if isinstance(each, ast.Name) else getattr(each, "attr", "") for each in called}


def _writes(name: str, seen: frozenset[str] = frozenset()) -> bool:
    if name in WRITERS:
        return True
    if name in seen or name not in FUNCTIONS:
        return False
    return any(_writes(each, seen | {name}) for node in FUNCTIONS[name] for each in sorted(_calls(node)))


def _acting() -> set[str]:
    """The public services that are told who acts."""
    return {
        name
        for name, nodes in FUNCTIONS.items()
        for node in nodes
        if not name.startswith("_") and {"actor", "now"} <= {a.arg for a in node.args.kwonlyargs}
    }


def test_every_service_that_knows_who_acts_writes_the_audit() -> None:
    silent = {name for name in _acting() if not _writes(name)}
    assert silent == PARTS | NOTHING_CHANGED


def test_there_are_services_to_be_looked_at() -> None:
    assert {"publish", "withdraw", "decide", "person_create", "token_create", "organ_update"} <= _acting()
    assert not _writes("check")
