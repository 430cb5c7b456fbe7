"""The same rows in PostgreSQL alone: English by full text, Chinese by trigrams, every filter a column, each with its index.

What our reader takes out of a question (stages, places, amounts, choices) is given to it as filters; the rest it looks for by its
own means, for it has no dictionary of sectors and no parser of Chinese.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection

from search.criteria import AMOUNT, Criteria, compile_request
from search.engine import Engine
from search.normalize import latin_words
from search.reading.parts import Kind
from search.records import ObjectKind
from search.request import RangeFacet, SearchRequest, Sort
from search.understanding import Understood

_CODES = ("sectors", "stages", "places", "qualification")
_HAN = re.compile("[\u4e00-\u9fff]+")
_TEXTS = ("names", "one_liners", "keywords", "summaries")
_ONE = ("business_model", "instrument", "currency", "lead_wanted")
_NUMBERS = ("ask_low", "ask_high", "founded_year", "close_by", "last_confirmed_on")
_TABLE = f"""
DROP TABLE IF EXISTS bench_rival;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE UNLOGGED TABLE bench_rival (
  id uuid PRIMARY KEY, names text NOT NULL, body text NOT NULL,
  words tsvector GENERATED ALWAYS AS (to_tsvector('english', body)) STORED, published_at bigint NOT NULL,
  {", ".join(f"{name} text[] NOT NULL" for name in _CODES)}, {", ".join(f"{name} text" for name in _ONE)},
  {", ".join(f"{name} double precision" for name in _NUMBERS)}
)"""
_COLUMNS = ("id", "names", "body", "published_at", *_CODES, *_ONE, *_NUMBERS)
_INDEXES = [
    "CREATE INDEX ON bench_rival USING gin (words)",
    "CREATE INDEX ON bench_rival USING gin (names gin_trgm_ops)",
    "CREATE INDEX ON bench_rival USING gin (body gin_trgm_ops)",
    *(f"CREATE INDEX ON bench_rival USING gin ({name})" for name in _CODES),
    *(f"CREATE INDEX ON bench_rival ({name})" for name in (*_ONE, *_NUMBERS, "published_at")),
    "ANALYZE bench_rival",
]
_INTERVALS: Mapping[str, tuple[str, str]] = {
    AMOUNT: ("ask_low", "ask_high"),
    RangeFacet.FOUNDED: ("founded_year", "founded_year"),
    RangeFacet.CLOSE_BY: ("close_by", "close_by"),
    RangeFacet.CONFIRMED: ("last_confirmed_on", "last_confirmed_on"),
}
_FACETS = " UNION ALL ".join(
    [f"SELECT '{name}', value, count(*) FROM hits, unnest({name}) value GROUP BY 2" for name in _CODES]  # noqa: S608 - constants only
    + [f"SELECT '{name}', {name}, count(*) FROM hits GROUP BY 2" for name in _ONE]  # noqa: S608
)
_ORDERS = {
    Sort.RELEVANCE: "rank DESC",
    Sort.NEWEST: "published_at DESC",
    Sort.CONFIRMED: "last_confirmed_on DESC NULLS LAST",
    Sort.CLOSING: "close_by ASC NULLS LAST",
    Sort.AMOUNT_UP: "ask_low ASC NULLS LAST",
    Sort.AMOUNT_DOWN: "ask_high DESC NULLS LAST",
}


def build(engine: Engine) -> int:
    """Make the table from what the index holds for the public; returns the number of rows."""
    written = 0
    with connection.cursor() as cursor:
        cursor.execute(_TABLE)
        with cursor.copy(f"COPY bench_rival ({', '.join(_COLUMNS)}) FROM STDIN") as copy:
            for row in _rows(engine):
                copy.write_row(row)
                written += 1
        for statement in _INDEXES:
            cursor.execute(statement)
    return written


def _rows(engine: Engine) -> Iterator[list[Any]]:
    client, after = engine.connection.writes, None
    while True:
        body: dict[str, Any] = {"size": 1000, "sort": [{"id": "asc"}], "_source": ["id", "published_at", "public"]}
        if after:
            body["search_after"] = after
        hits = client.search(index=engine.read_alias(ObjectKind.DEAL), body=body)["hits"]["hits"]
        if not hits:
            return
        after = hits[-1]["sort"]
        for hit in hits:
            source, view = hit["_source"], hit["_source"]["public"]
            codes = [view.get(name, []) for name in _CODES]
            single = [view.get(name) for name in (*_ONE, *_NUMBERS)]
            names = "\n".join(view["names"])
            text = "\n".join(line for name in _TEXTS for line in view.get(name, ()))
            yield [source["id"], names, text, source["published_at"], *codes, *single]


def statement(request: SearchRequest, engine: Engine) -> tuple[str, dict[str, Any]]:
    """Page, count and facets in one statement."""
    criteria, understood = compile_request(request, engine.knowledge)
    given: dict[str, Any] = {}
    conditions = [*_codes(criteria, given), *_intervals(criteria, given), *_words(criteria, understood, given)]
    rank = (
        "ts_rank(words, plainto_tsquery('english', %(latin)s)) + similarity(names, %(names)s)"
        if understood.text
        else "0"
    )
    order = _ORDERS[request.sort]
    sql = f"""
    WITH hits AS MATERIALIZED (SELECT * FROM bench_rival WHERE {" AND ".join(conditions) or "true"}),
    page AS (SELECT id, {rank} AS rank, published_at, last_confirmed_on, close_by, ask_low, ask_high
             FROM hits ORDER BY {order}, id LIMIT %(size)s),
    facets (name, value, count) AS ({_FACETS})
    SELECT (SELECT count(*) FROM hits), (SELECT array_agg(id) FROM page),
           (SELECT json_agg(facets) FROM facets)"""  # noqa: S608 - constants only, values are parameters
    return sql, {**given, "size": request.size}


def ask(question: tuple[str, dict[str, Any]]) -> tuple[int, list[str]]:
    """The count and the page."""
    with connection.cursor() as cursor:
        cursor.execute(*question)
        count, page, _ = cursor.fetchone()
    return count, [str(one) for one in page or ()]


def _codes(criteria: Criteria, given: dict[str, Any]) -> Iterator[str]:
    for name, values in criteria.groups.items():
        given[f"group_{name}"] = list(values)
        yield _any_of(name, f"group_{name}")
    for name, values in criteria.forbidden.items():
        if name in _CODES:
            given[f"not_{name}"] = list(values)
            yield f"NOT {name} && %(not_{name})s::text[]"


def _intervals(criteria: Criteria, given: dict[str, Any]) -> Iterator[str]:
    for name, (low, high) in criteria.intervals.items():
        lowest, highest = _INTERVALS[name]
        given[f"{name}_low"], given[f"{name}_high"] = low, high
        if low is not None:
            yield f"{highest} >= %({name}_low)s"
        if high is not None:
            yield f"{lowest} <= %({name}_high)s"


def _words(criteria: Criteria, understood: Understood, given: dict[str, Any]) -> Iterator[str]:
    """All words that are looked for, those that name a sector too, or a name that begins like the text."""
    kept = [part.word for part in understood.parts if part.kind in {Kind.SECTOR, Kind.WORD} and not part.excluded]
    given["latin"] = " ".join(word for text in kept for word in latin_words(text))
    given["names"] = understood.text
    wanted = ["words @@ plainto_tsquery('english', %(latin)s)"] if given["latin"] else []
    for at, run in enumerate(run for text in kept for run in _HAN.findall(text)):
        given[f"han_{at}"] = f"%{run}%"
        wanted.append(f"body ILIKE %(han_{at})s")
    for name, values in criteria.text_groups.items():
        given[f"text_{name}"] = list(values)
        wanted.append(_any_of(name, f"text_{name}"))
    if wanted:
        yield f"({' AND '.join(wanted)} OR names ILIKE %(names)s || '%%')"


def _any_of(name: str, key: str) -> str:
    return f"{name} && %({key})s::text[]" if name in _CODES else f"{name} = ANY(%({key})s)"
