"""What the index holds of a record. A change here takes a new ``VERSION``: the index is then rebuilt."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from zlib import crc32

import tantivy

from gongkai.backbone.search.document_numbers import fold, keys
from gongkai.backbone.search.engine import FACETS, WEIGHT_OF_VALIDITY, Entry, weight_of
from gongkai.backbone.search.sounds import syllables
from gongkai.backbone.search.words import cut, pairs

VERSION = 4

# Records are dealt into so many stripes by their index number: one of them is a fair sample.
STRIPES = 16

# The fields that words are sought in, in the order of the schema.
FIELDS = ("key", "seq", "title", "pairs", "words", "grams", "sounds", "initials", "number")

LEAST_WEIGHT = min(WEIGHT_OF_VALIDITY.values())

# Of longer texts all words are indexed, but only so much is kept to cut excerpts from.
CHARACTERS_KEPT = 50_000
_LONGEST_WORD_BYTES = 200


@cache
def schema() -> tantivy.Schema:
    """The fields. Positions only of the title's pairs: for texts they cost three times the other space."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("seq", stored=True)
    builder.add_text_field("title", tokenizer_name="words", index_option="freq")
    builder.add_text_field("pairs", tokenizer_name="words", index_option="position")
    builder.add_text_field("words", tokenizer_name="words", index_option="freq")
    builder.add_text_field("grams", tokenizer_name="grams", index_option="freq")
    builder.add_text_field("sounds", tokenizer_name="words", index_option="position")
    builder.add_text_field("initials", tokenizer_name="words", index_option="position")
    builder.add_text_field("number", tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("visibility", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("stripe", tokenizer_name="raw", index_option="basic")
    builder.add_float_field("weight", fast=True)
    builder.add_unsigned_field("published", fast=True)
    builder.add_unsigned_field("day", indexed=True, fast=True)
    builder.add_bytes_field("shown", stored=True)
    builder.add_bytes_field("text", stored=True)
    return builder.build()


@cache
def analyzer() -> tantivy.TextAnalyzer:
    """Takes cut text apart at everything that is neither letter nor digit."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(_LONGEST_WORD_BYTES))
        .build()
    )


@cache
def pair_analyzer() -> tantivy.TextAnalyzer:
    """Takes text apart into each two neighbouring characters."""
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(min_gram=2, max_gram=2, prefix_only=False)).build()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a hit shows besides its excerpt."""

    title: str
    url: str
    document_number: str
    issuer: str
    dated_on: date | None
    validity: str
    published_at: datetime


def document(entry: Entry) -> tantivy.Document:
    """The entry as tantivy takes it."""
    title = cut(entry.title)
    doc = tantivy.Document()
    doc.add_text("key", entry.index_number)
    doc.add_unsigned("seq", entry.seq)
    doc.add_text("title", title)
    doc.add_text("pairs", pairs(entry.title))
    around = cut("\n".join((entry.document_number, entry.issuer, *entry.keywords)))
    doc.add_text("words", f"{title} {around} {cut(entry.body)}")
    doc.add_text("grams", fold(f"{entry.title}\n{entry.body}"))
    heard = syllables(entry.title)
    doc.add_text("sounds", " ".join(heard))
    doc.add_text("initials", " ".join(syllable[0] for syllable in heard))
    for key in keys(entry.document_number):
        doc.add_text("number", key)
    for name in FACETS:
        if value := getattr(entry, name):
            doc.add_text(name, value)
    doc.add_text("visibility", entry.visibility)
    doc.add_text("stripe", str(crc32(entry.index_number.encode("utf-8", "replace")) % STRIPES))
    doc.add_unsigned("day", entry.day.toordinal())
    doc.add_float("weight", multiplying(weight_of(entry)))
    doc.add_unsigned("published", int(entry.published_at.timestamp()))
    doc.add_bytes("shown", _shown(entry))
    doc.add_bytes("text", entry.body[:CHARACTERS_KEPT].encode("utf-8", "replace"))
    return doc


def multiplying(weight: float) -> float:
    """The value of the field that makes the index multiply a score by ``weight`` / ``LEAST_WEIGHT``.

    It multiplies by log₂(2 + value), and takes nothing below 0: so the least weight stands for 1.
    """
    return 2 ** (weight / LEAST_WEIGHT) - 2


def _shown(entry: Entry) -> bytes:
    dated_on = entry.dated_on.isoformat() if entry.dated_on else ""
    published = entry.published_at.isoformat()
    shown = [entry.title, entry.url, entry.document_number, entry.issuer, dated_on, entry.validity, published]
    return json.dumps(shown, ensure_ascii=False).encode("utf-8", "replace")


def shown(doc: tantivy.Document) -> Shown:
    """What was kept of a record for showing it."""
    title, url, document_number, issuer, dated_on, validity, published = json.loads(
        _bytes(doc, "shown").decode("utf-8")
    )
    day = date.fromisoformat(dated_on) if dated_on else None
    return Shown(title, url, document_number, issuer, day, validity, datetime.fromisoformat(published))


def text(doc: tantivy.Document) -> str:
    """The text kept for excerpts."""
    return _bytes(doc, "text").decode("utf-8")


def _bytes(doc: tantivy.Document, field: str) -> bytes:
    return bytes(doc.get_first(field) or b"")
