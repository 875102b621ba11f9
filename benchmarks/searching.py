"""Index and search with one engine: ``searching.py ENGINE COUNT FOLDER``; prints the figures as JSON."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import django

from corpus import documents, entry, questions
from figures import percentile

RUNS = 3
Asker = Callable[[str], int]


def gongkai(count: int, folder: Path) -> Asker:
    from gongkai.backbone.search.embedded import EmbeddedEngine
    from gongkai.backbone.search.engine import IN_FORCE, Query

    engine = EmbeddedEngine(folder)
    engine.rebuild(entry(*document) for document in documents(count))
    return lambda text: engine.search(Query(text=text, validity=IN_FORCE)).total


def _cut(count: int) -> Iterator[tuple[int, str]]:
    from gongkai.backbone.search.words import cut

    return ((number, cut(f"{title}\n{body}")) for number, title, body in documents(count))


def _words(text: str) -> list[str]:
    from gongkai.backbone.search.words import words_of

    return list(words_of(text))


def fts5(count: int, folder: Path) -> Asker:
    database = sqlite3.connect(folder.with_suffix(".sqlite3"))
    database.execute("PRAGMA journal_mode=OFF")
    database.execute("CREATE VIRTUAL TABLE texts USING fts5(words, content='', tokenize='unicode61')")
    database.executemany("INSERT INTO texts (rowid, words) VALUES (?, ?)", _cut(count))
    database.execute("INSERT INTO texts (texts) VALUES ('optimize')")
    database.commit()

    def ask(text: str) -> int:
        match = " AND ".join(f'"{word}"' for word in _words(text))
        rows = database.execute("SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 20", [match])
        return len(rows.fetchall())

    return ask


def postgresql(count: int, _folder: Path) -> Asker:
    import psycopg

    url = os.environ["BENCH_DATABASE_URL"]
    if not url.startswith("postgres"):
        raise NotHereError("DATABASE_URL names no PostgreSQL server")
    database = psycopg.connect(url, autocommit=True)
    database.execute("CREATE TEMPORARY TABLE texts (id bigint, words tsvector)")
    with database.cursor().copy("COPY pg_temp.texts (id, words) FROM STDIN") as copy:
        for number, words in _cut(count):
            unique = " ".join(dict.fromkeys(w for w in words.replace("'", " ").replace("\\", " ").split() if w))
            copy.write_row((number, " ".join(f"'{w}':1" for w in unique.split())))
    database.execute("CREATE INDEX ON texts USING gin (words)")
    database.execute("ANALYZE texts")

    def ask(text: str) -> int:
        match = " & ".join(f"'{word}'" for word in _words(text))
        rows = database.execute(
            "SELECT id FROM texts WHERE words @@ %s::tsquery ORDER BY ts_rank(words, %s::tsquery) DESC LIMIT 20",
            [match, match],
        )
        return len(rows.fetchall())

    return ask


def groonga(count: int, folder: Path) -> Asker:
    program = shutil.which("groonga")
    if program is None:
        raise NotHereError("the program is not installed (on Debian: apt install groonga-bin)")
    folder.mkdir()
    process = subprocess.Popen(
        [program, "-n", str(folder / "db")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )

    def say(line: str) -> Any:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(line + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    say("table_create Texts TABLE_HASH_KEY Int64")
    say("column_create Texts words COLUMN_SCALAR Text")
    say("table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenDelimit --normalizer NormalizerAuto")
    rows = ({"_key": number, "words": " ".join(words.split())} for number, words in _cut(count))
    while portion := list(islice(rows, 200)):
        say(f"load --table Texts --values {json.dumps(json.dumps(portion, ensure_ascii=False), ensure_ascii=False)}")
    say("column_create Terms texts COLUMN_INDEX|WITH_POSITION Texts words")

    def ask(text: str) -> int:
        query = json.dumps(" ".join(_words(text)), ensure_ascii=False)
        found = say(
            f"select Texts --match_columns words --query {query} --output_columns _key,_score "
            "--sort_keys -_score --limit 20"
        )
        return len(found[1][0]) - 2

    return ask


class NotHereError(Exception):
    """The machine has no such peer."""


def main() -> None:
    """Index, ask everything once to warm up, then measure."""
    django.setup()
    engine, count, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    asked = questions()
    began = time.perf_counter()
    try:
        ask = {"gongkai": gongkai, "fts5": fts5, "postgresql": postgresql, "groonga": groonga}[engine](count, folder)
    except NotHereError as error:
        print(json.dumps({"missing": str(error)}))
        return
    indexing = time.perf_counter() - began
    found = sum(1 for text in asked if ask(text))
    assert found > len(asked) // 2, f"{engine} finds only {found} of {len(asked)}"
    per_second, p95 = [], []
    for _ in range(RUNS):
        took = []
        for text in asked:
            began = time.perf_counter()
            ask(text)
            took.append(time.perf_counter() - began)
        per_second.append(len(took) / sum(took))
        p95.append(percentile(took, 0.95) * 1000)
    print(json.dumps({"per_second": per_second, "p95": p95, "indexed_per_second": count / indexing}))


if __name__ == "__main__":
    main()
