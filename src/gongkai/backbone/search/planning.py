"""From a query to what an index is asked for: words with alternatives, pairs, sounds; the same for each engine."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gongkai.backbone.search.document_numbers import compact, fold, is_whole
from gongkai.backbone.search.engine import LONGEST_QUERY, Query
from gongkai.backbone.search.related import related
from gongkai.backbone.search.sounds import as_initials, spelled
from gongkai.backbone.search.synonyms import Synonyms
from gongkai.backbone.search.words import EMPTY_WORDS, grams, pairs, words_of

MOST_WORDS = 60
# More words than this are a question: hardly a text has them all, and those with most of them are the answer.
MOST_WORDS_REQUIRED = 6

Alternative = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One thing looked for: a text has it when it has all words of one alternative; the first is the reader's own."""

    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the index is asked for. ``some``: a part of the groups is enough; then ``related`` words help to rank."""

    groups: tuple[Group, ...] = ()
    some: bool = False
    number: str = ""
    run: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    title: tuple[str, ...] = ()
    related: tuple[tuple[str, float], ...] = ()
    may_relax: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """All words, to mark them."""
        every = (word for group in self.groups for alternative in group.alternatives for word in alternative)
        return tuple(dict.fromkeys(every))

    @property
    def is_empty(self) -> bool:
        """Whether nothing but filters is asked."""
        return not (self.groups or self.phrases or self.title)

    def relaxed(self) -> "Plan":
        """The same with a part of the groups being enough."""
        return replace(self, some=True, related=_related(self.groups))


def plan(query: Query, synonyms: Synonyms, empty: frozenset[str] = EMPTY_WORDS) -> Plan:
    """What is looked for in the index; ``empty`` are the words that say nothing."""
    text = query.text[:LONGEST_QUERY]
    groups = _groups(text, synonyms, empty)
    is_number = is_whole(text)
    question = len(groups) > MOST_WORDS_REQUIRED and not is_number
    run = tuple(pairs(text).split())
    some = bool(groups) and (query.some_words or question)
    return Plan(
        groups=groups,
        some=some,
        related=_related(groups) if some else (),
        number=compact(query.number or text),
        run=run if len(run) > 1 else (),
        pairs=run,
        sounds=spelled(text),
        initials=as_initials(text),
        phrases=tuple(found for phrase in query.phrases[:10] if (found := tuple(grams(phrase[:LONGEST_QUERY])))),
        title=words_of(query.title[:LONGEST_QUERY]),
        may_relax=len(groups) > 1 and not is_number,
    )


def _groups(text: str, synonyms: Synonyms, empty: frozenset[str]) -> tuple[Group, ...]:
    found: dict[Group, None] = {}
    for piece, others in synonyms.split(fold(text)):
        if others:
            every = (words_of(word) for word in (piece, *others))
            found[Group(tuple(dict.fromkeys(words for words in every if words)))] = None
        else:
            found |= dict.fromkeys(Group(((word,),)) for word in words_of(piece))
    telling = [group for group in found if not empty.issuperset(group.alternatives[0])]
    return tuple((telling or list(found))[:MOST_WORDS])


def _related(groups: Sequence[Group]) -> tuple[tuple[str, float], ...]:
    own = dict.fromkeys(word for group in groups for word in group.alternatives[0])
    return tuple(related(own).items())
