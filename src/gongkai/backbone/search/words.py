"""Cutting Chinese text into words, the same for what is indexed and what is asked; pure."""

import re
from itertools import pairwise

from gongkai.backbone.search.document_numbers import cited, fold

_QUESTION_WORDS = (
    "请问 什么 怎么 怎样 怎么办 怎么样 如何 哪些 哪个 哪里 哪儿 何时 什么时候 时候 多少 多久 多长 多长时间 多大 为什么 "
    "是否 是不是 可以 可不可以 能否 能不能 有没有 没有 关于 需要 应该 应当 一下 还是 如果 这个 那个 这种 这样 "
    "a an the of and or to in for"
)
# Words that say nothing of what is looked for; left out of queries, not of the index.
EMPTY_WORDS = frozenset(
    "的了和与及或在是为对等之其于以将被把给吗呢吧啊我你他她它这那有都也就要谁几能会想请还可"
) | frozenset(_QUESTION_WORDS.split())

_BETWEEN = re.compile(r"[\W_]+")
_LONGEST_WORD_BYTES = 200


def words_of(text: str) -> tuple[str, ...]:
    """The words a reader looks for, in their order, each once; those that say nothing only when there are no others."""
    found = dict.fromkeys(w for w in _BETWEEN.split(cut(text)) if w and len(w.encode()) <= _LONGEST_WORD_BYTES)
    telling = [word for word in found if word not in EMPTY_WORDS]
    return tuple(telling or found)


def cut(text: str) -> str:
    """The words of the text with spaces between them; longer words are followed by the words inside them.

    Without the guesses of a hidden Markov model: they depend on what stands around a word, so that the same
    name would be cut one way in a text and another way in a query.
    """
    import rjieba  # its dictionary takes a tenth of a second and 33 MB: only whoever cuts pays for it

    folded = fold(text)
    words: list[str] = rjieba.cut_for_search(folded, False)
    return " ".join((*words, *cited(folded)))


def cut_words(text: str) -> str:
    """The same without anything but words, for an index that takes words apart at spaces alone."""
    return " ".join(word for word in _BETWEEN.split(cut(text)) if word and len(word.encode()) <= _LONGEST_WORD_BYTES)


def pairs(text: str) -> str:
    """Each two neighbouring characters of a short text, with spaces between.

    They find its exact parts, however the words around them are cut.
    """
    bare = "".join(character for character in fold(text) if character.isalnum())
    return " ".join(map("".join, pairwise(bare)))


def grams(text: str) -> list[str]:
    """Each two neighbouring characters that no punctuation separates, each pair once."""
    return list(dict.fromkeys(first + second for run in _BETWEEN.split(fold(text)) for first, second in pairwise(run)))
