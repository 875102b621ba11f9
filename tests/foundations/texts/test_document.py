"""Documents as data, and out again as text, Markdown and HTML."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from gongkai.foundations import texts
from gongkai.foundations.texts.document import Block, Cell, Footnote, Heading, Image, Media, Paragraph, Table
from support.packages import PNG

ANY = st.text(max_size=40)
SPAN = st.integers(1, 1000)
CELLS = st.builds(Cell, ANY, SPAN, SPAN)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, ANY),
    st.builds(Heading, st.integers(1, 9), ANY),
    st.builds(Table, ROWS, st.integers(0, 3)),
    st.builds(Image, st.text("0123456789abcdef", min_size=64, max_size=64), ANY),
    st.builds(Footnote, ANY, ANY),
)
DOCUMENTS = st.builds(
    texts.Document, st.lists(BLOCKS, max_size=8).map(tuple), format=st.sampled_from(["txt", "docx", "html", "md"])
)
MARKS = "第一二十（(1.、）)条章节编之 \u3000抄送：附件印发年月日自起有效期"
LINES = st.text(st.sampled_from(MARKS), max_size=30) | ANY
OUR_TAGS = {"p", "h2", "h3", "h4", "h5", "h6", "table", "tr", "th", "td", "div", "figure", "img", "sup", "strong", "br"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


@given(DOCUMENTS)
def test_a_document_comes_back_from_its_data(document: texts.Document) -> None:
    assert texts.from_data(texts.to_data(document)) == document


@given(DOCUMENTS)
def test_html_holds_no_tag_but_ours_whatever_the_words(document: texts.Document) -> None:
    outline = [entry.to_data() for entry in texts.outline(document)]
    reader = _Reader()
    reader.feed(texts.to_html(document, outline))
    assert reader.tags <= OUR_TAGS
    assert reader.attributes <= {"id", "class", "scope", "colspan", "rowspan", "src", "alt", "loading", "tabindex"}


@given(st.lists(LINES, max_size=30))
def test_outline_and_fields_never_raise(lines: list[str]) -> None:
    document = texts.Document(tuple(Paragraph(line) for line in lines))
    entries = texts.outline(document)
    texts.numbering_gaps(entries)
    assert len({entry.anchor for entry in entries}) == len(entries)
    texts.to_html(document, [entry.to_data() for entry in entries])
    for name, place in texts.parse_official(document).evidence().items():
        assert 0 <= place["confidence"] <= 100, name
        assert 0 <= place["start"] <= place["end"] <= len(lines[place["block"]]), name


@given(DOCUMENTS)
def test_every_form_can_be_written(document: texts.Document) -> None:
    texts.to_text(document)
    texts.to_markdown(document)
    texts.outline(document)
    texts.parse_official(document)


def test_words_are_escaped() -> None:
    evil = '<img src=x onerror="alert(1)">&'
    document = texts.Document((Paragraph(evil), Heading(1, evil), Table(((Cell(evil),),)), Footnote(evil, evil)))
    written = texts.to_html(document)
    assert "<img" not in written
    assert written.count("&lt;img") == 6
    assert 'onerror="' not in written.replace("&quot;", "").split("<h2>")[1]


def test_html_of_its_own_is_read_again() -> None:
    picture = Media("", "a.png", "image/png", PNG)
    read = texts.read(texts.to_html(texts.Document((Paragraph("x"),))).encode(), name="x.txt")
    assert read.blocks == (Paragraph("<p>x</p>"),)  # a fragment is no page
    sha256 = "a" * 64
    document = texts.Document(
        (
            Heading(1, "总则"),
            Paragraph("按口径[1]计算。"),
            Table(((Cell("甲", 2),), (Cell("1\n2", 1, 2), Cell("3"))), 1),
            Image(sha256, "图"),
            Footnote("1", "注"),
        ),
        (Media(sha256, picture.name, picture.media_type, picture.content),),
    )
    again = texts.read(f"<html><body>{texts.to_html(document)}</body></html>".encode())
    heading, paragraph, table, image, note = again.blocks
    assert heading == Heading(2, "总则")
    assert (paragraph, table, note) == (document.blocks[1], document.blocks[2], document.blocks[4])
    assert isinstance(image, Image)
    assert (image.alt, again.media[0].content) == ("图", PNG)


def test_anchors_stand_at_the_places_of_the_outline() -> None:
    document = texts.read("一、总体要求\n（一）指导思想。以人民为中心。\n普通段落".encode())
    written = texts.to_html(document, [entry.to_data() for entry in texts.outline(document)])
    assert '<h2 id="s-1">一、总体要求</h2>' in written
    assert '<p id="s-1-1"><strong>（一）指导思想。</strong>以人民为中心。</p>' in written


def test_markdown_of_merged_cells_keeps_the_columns() -> None:
    document = texts.Document((Table(((Cell("合", 2),), (Cell("一"), Cell("二")))),))
    assert texts.to_markdown(document).splitlines()[0].count("|") == 3
