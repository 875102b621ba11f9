"""Words that a file shows by glyphs it does not name: no program can read them."""

from collections.abc import Iterator, Sequence

from gongkai.foundations.texts.document import Block, Notice, text_of


def unreadable(blocks: Sequence[Block]) -> Iterator[Notice]:
    """A notice when many letters are of the private use area, as in files whose fonts were cut to size."""
    text = "".join(text_of(block) for block in blocks)
    strange = sum("\ue000" <= letter <= "\uf8ff" or letter == "\ufffd" for letter in text)
    if strange * 100 > len(text):
        yield Notice(
            "unreadable_letters",
            f"文件有 {strange} 个字没有对应的文字编码，读出来是乱码：请改用原来的文字文件，或用文字识别软件处理。",
        )
