"""Words broken into lines: widths in characters of full width."""

from collections.abc import Iterator

_NOT_FIRST = frozenset("，。、；：？！）》〉」』】〕”’…—％%,.;:?!)]}")
_NOT_LAST = frozenset("（《〈「『【〔“‘([{")
_LATIN = 0.5  # of the size: the width of a Latin letter
# Words with which a line of a title begins, and with which one ends; parting elsewhere is as bad as so many characters.
_BEGIN_LINES = ("关于", "印发", "转发", "政府信息", "工作要点", "实施方案", "暂行办法", "管理办法")
_END_LINES = ("关于", "关于印发", "关于转发", "人民政府", "办公室", "委员会", "管理局", "教育局")
_WITHIN_WORDS = 12


def width_of(text: str) -> float:
    """The width of words in characters of full width."""
    return sum(_LATIN if letter.isascii() else 1.0 for letter in text)


def broken(text: str, first: float, width: float) -> Iterator[str]:
    """Lines of at most ``width`` characters, the first of ``first``; no line begins or ends with a mark that may
    not, no Latin word is broken that fits.
    """
    line, room = "", first
    for word in _unbreakable(text):
        if line and width_of(line) + width_of(word) > room:
            if word[0] in _NOT_FIRST and len(line) > 1:
                # The last character or word goes along, so that the mark does not stand alone.
                cut = _last_word(line)
                yield line[:cut]
                line = line[cut:]
            else:
                moved = line[len(line.rstrip("".join(_NOT_LAST))) :]
                yield line[: len(line) - len(moved)] if moved and moved != line else line
                line = moved if moved != line else ""
            room = width
        line += word
        while width_of(line) > room:
            cut = next(n for n in range(len(line), 0, -1) if width_of(line[:n]) <= room or n == 1)
            yield line[:cut]
            line, room = line[cut:], width
    if line:
        yield line


def title(text: str, width: float) -> list[str]:
    """A title in two lines of much the same length, parted where its words part if that may be."""
    words = list(_unbreakable(text))
    cuts = [sum(map(len, words[:number])) for number in range(1, len(words))]
    fitting = [cut for cut in cuts if max(width_of(text[:cut]), width_of(text[cut:])) <= width]
    fitting = [cut for cut in fitting if text[cut] not in _NOT_FIRST and text[cut - 1] not in _NOT_LAST]
    if not fitting:
        return list(broken(text, width, width))

    def badness(cut: int) -> float:
        uneven = abs(width_of(text[:cut]) - width_of(text[cut:]))
        parted = text.startswith(_BEGIN_LINES, cut) or text[:cut].endswith(_END_LINES)
        return uneven + (0 if parted else _WITHIN_WORDS)

    cut = min(fitting, key=badness)
    return [text[:cut], text[cut:]]


def _last_word(line: str) -> int:
    """Where the last character, or Latin word, of a line begins; never at its beginning."""
    cut = len(line) - 1
    while (
        cut > 1 and line[cut].isascii() and line[cut].isalnum() and line[cut - 1].isascii() and line[cut - 1].isalnum()
    ):
        cut -= 1
    return cut


def _unbreakable(text: str) -> Iterator[str]:
    word = ""
    for letter in text:
        if letter.isascii() and letter.isalnum():
            word += letter
            continue
        if word and letter in "./-@_:":  # an address may be broken behind these
            yield word + letter
            word = ""
            continue
        if word:
            yield word
            word = ""
        yield letter
    if word:
        yield word
