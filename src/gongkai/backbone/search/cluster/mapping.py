"""What an index of the cluster holds of a record. A change here takes a new ``VERSION``: the index is rebuilt."""

from typing import Any

from gongkai.backbone.search.document_numbers import fold, keys
from gongkai.backbone.search.engine import DEEPEST_HIT, FACETS, Entry, weight_of
from gongkai.backbone.search.sounds import syllables
from gongkai.backbone.search.words import cut_words, pairs

VERSION = 1
CHARACTERS_KEPT = 50_000

_EXACT = {"type": "keyword"}
_WORDS = {"type": "text", "analyzer": "cut", "index_options": "freqs"}
_RUN = {"type": "text", "analyzer": "cut"}
_KEPT = {"type": "object", "enabled": False}


def definition(*, shards: int, replicas: int) -> dict[str, Any]:
    """Settings and fields of a new index."""
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            "max_result_window": DEEPEST_HIT + 100,
            "analysis": {
                # The words are cut before they come here, the same as for every engine.
                "analyzer": {
                    "cut": {"type": "custom", "tokenizer": "whitespace"},
                    "pairs": {"type": "custom", "tokenizer": "pairs"},
                },
                "tokenizer": {
                    "pairs": {"type": "ngram", "min_gram": 2, "max_gram": 2, "token_chars": ["letter", "digit"]}
                },
            },
        },
        "mappings": {
            "dynamic": False,
            "properties": {
                "key": _EXACT,
                "seq": {"type": "long"},
                "title": _WORDS,
                "words": _WORDS,
                "grams": {"type": "text", "analyzer": "pairs", "index_options": "freqs"},
                "pairs": _RUN,
                "sounds": _RUN,
                "initials": _RUN,
                "number": _EXACT,
                **dict.fromkeys((*FACETS, "visibility"), _EXACT),
                "weight": {"type": "float"},
                "published": {"type": "long"},
                "day": {"type": "integer"},
                "shown": _KEPT,
            },
        },
    }


def document(entry: Entry) -> dict[str, Any]:
    """The entry as the cluster takes it."""
    title, heard = cut_words(entry.title), syllables(entry.title)
    around = cut_words("\n".join((entry.document_number, entry.issuer, *entry.keywords)))
    return {
        "key": entry.index_number,
        "seq": entry.seq,
        "title": title,
        "words": f"{title} {around} {cut_words(entry.body)}",
        "grams": fold(f"{entry.title}\n{entry.body}"),
        "pairs": pairs(entry.title),
        "sounds": " ".join(heard),
        "initials": " ".join(syllable[0] for syllable in heard),
        "number": list(keys(entry.document_number)),
        **{name: value for name in FACETS if (value := getattr(entry, name))},
        "visibility": entry.visibility,
        "weight": weight_of(entry),
        "published": int(entry.published_at.timestamp()),
        "day": entry.day.toordinal(),
        "shown": {
            "title": entry.title,
            "url": entry.url,
            "document_number": entry.document_number,
            "issuer": entry.issuer,
            "dated_on": entry.dated_on.isoformat() if entry.dated_on else "",
            "validity": entry.validity,
            "published_at": entry.published_at.isoformat(),
            "text": entry.body[:CHARACTERS_KEPT],
        },
    }
