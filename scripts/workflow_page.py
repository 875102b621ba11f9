"""Write docs/requests.md from the workflow of disclosure requests: a diagram and two tables."""

from pathlib import Path

from gongkai.affairs.foi.rules.workflow import START, EventKind, workflow

PAGE = Path(__file__).resolve().parents[1] / "docs/requests.md"
_HEAD = """\
# Disclosure requests

How a request goes from the form or the counter to the archive, drawn by `scripts/workflow_page.py` from
`src/gongkai/affairs/foi/rules/workflow.toml`. Who holds which role: registrar, case officer and approver by their
membership in the organ, the applicant by number and secret of the receipt, the system by itself.

Every event is stored and never changed; a case is what its events say. A wrong day is put right by an event of its own.
The diagram shows the ways from state to state; what happens in a state without leaving it is in the second table.

"""


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD + _diagram(), _states(), _events()])


def _diagram() -> str:
    table = workflow()
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{state.zh} {code}" as {code}' for code, state in table.states.items()]
    ways: dict[tuple[str, str], list[str]] = {}
    for event in table.events.values():
        for before in event.origins:
            for after in (event.to or before, *event.but.values()):
                if before != after:
                    ways.setdefault((before or "[*]", after), []).append(event.zh)
    lines += [f"    {before} --> {after}: {'、'.join(names)}" for (before, after), names in ways.items()]
    lines += [f"    {code} --> [*]" for code, state in table.states.items() if state.kind == "end"]
    return "\n".join([*lines, "```", ""])


def _states() -> str:
    rows = ["| state | 状态 | what it is | kind |", "| --- | --- | --- | --- |"]
    rows += [f"| `{code}` | {one.zh} | {one.en} | {one.kind} |" for code, one in workflow().states.items()]
    return "\n".join([*rows, ""])


def _events() -> str:
    head = "| happens | 事件 | who | in | leads to | what must hold | what is told | letters | basis |"
    rows = [head, "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"]
    rows += [f"| {' | '.join(_cells(event))} |" for event in workflow().events.values()]
    return "\n".join([*rows, ""])


def _cells(event: EventKind) -> tuple[str, ...]:
    origins = "the beginning" if event.origins == (START,) else ", ".join(event.origins)
    leads = [event.to or "the same", *(f"{to} while {condition}" for condition, to in event.but.items())]
    told = [*event.facts, *(f"({name})" for name in event.may)]
    return (
        f"`{event.code}` {event.en}",
        event.zh,
        ", ".join(event.by),
        origins,
        "; ".join(leads),
        ", ".join(event.needs) or "—",
        ", ".join(told) or "—",
        ", ".join(event.letters) or "—",
        event.basis,
    )


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
