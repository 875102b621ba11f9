"""The tree of subjects, with what was published under each."""

from dataclasses import dataclass
from datetime import date

from gongkai.backbone.channels.selectors import totals
from gongkai.foundations import law
from gongkai.foundations.law.entries import Subject


@dataclass(frozen=True, slots=True)
class Branch:
    """A subject, how many records its list shows, and the subjects below it with theirs.

    A subject of the first level counts what stands below it as well.
    """

    subject: Subject
    total: int
    below: tuple["Branch", ...] = ()


def tree(*, on: date, text: str = "", empty: bool = False) -> list[Branch]:
    """The subjects in the order of the rule book: those with these words, or only those with nothing under them.

    Above what was found stands its subject of the first level.
    """
    counted, book = totals("subject"), law.subjects(on=on)

    def branch(subject: Subject) -> Branch:
        return Branch(subject, counted.get(f"subject/{subject.code}", 0))

    def fits(one: Branch) -> bool:
        words = f"{one.subject.code} {one.subject.zh} {one.subject.en}".lower()
        return text.lower() in words and not (empty and one.total)

    found = []
    for top in map(branch, (subject for subject in book.values() if not subject.parent)):
        below = tuple(one for one in map(branch, book.values()) if one.subject.parent == top.subject.code and fits(one))
        if below or fits(top):
            found.append(Branch(top.subject, top.total, below))
    return found
