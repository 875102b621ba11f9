"""What might be withheld of a file: the personal data found in it, as a plan to be looked through."""

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.foundations import texts
from gongkai.foundations.redaction.plan import LONGEST_TERM, MOST_TERMS, SHORTEST_TERM, Plan, Term
from gongkai.foundations.texts.personal import find_in_document

# Personal privacy of others is withheld as a right of third parties (Art. 15).
PRIVACY = "D4"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Words that may be personal, what kind they are, and how sure that is from 0 to 1."""

    words: str
    kind: str
    certainty: float


def proposals(content: bytes, *, name: str = "") -> list[Proposal]:
    """The personal data of a file, each once, the surest first. Raises ``UnreadableFileError``."""
    told: dict[str, Proposal] = {}
    for proposal in _found(content, name):
        known = told.get(proposal.words)
        if known is None or known.certainty < proposal.certainty:
            told[proposal.words] = proposal
    return sorted(told.values(), key=lambda one: -one.certainty)[:MOST_TERMS]


def as_plan(proposed: list[Proposal]) -> Plan:
    """The plan that withholds all of them as privacy."""
    return Plan((), tuple(Term(one.words, PRIVACY) for one in proposed))


def _found(content: bytes, name: str) -> Iterator[Proposal]:
    for finding in find_in_document(texts.read(content, name=name)):
        words = finding.words.strip()
        # What the file holds unseen never goes into the redacted copy.
        if not finding.hidden and SHORTEST_TERM <= len("".join(words.split())) <= LONGEST_TERM:
            yield Proposal(words, finding.found.kind.value, finding.found.certainty)
