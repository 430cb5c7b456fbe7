"""The street at scale: companies, firms, their past, the ranking, and the index of all of it."""

from dataclasses import dataclass
from time import perf_counter

from django.db import connection

from backend.accounts.models import User
from backend.core import clock
from backend.matching import engine as engines
from backend.matching.services import drift, indexing
from search import indices
from search.records import ObjectKind
from tests.bench import companies, investors
from tests.bench.measuring import say
from tests.factories.accounts import UserFactory


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each."""

    companies: int
    theses: int
    saved: int
    questions: int


FULL = Size(companies=200_000, theses=100_000, saved=100_000, questions=500)
TINY = Size(companies=60, theses=40, saved=150, questions=14)


def fill(size: Size) -> User:
    """Write all rows; returns who made them. Nothing is indexed yet."""
    today, owner = clock.now().date(), UserFactory.create()
    started = perf_counter()
    companies.write_companies(size.companies, owner, today=today)
    written = perf_counter()
    firms = investors.write_theses(size.theses, today=today)
    investors.write_rounds(today=today)
    investors.put_ranking_in_force(today=today)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    say(what="rows written", companies=size.companies, firms=firms, theses=size.theses,
        seconds=[round(written - started), round(perf_counter() - written)])  # fmt: skip
    return owner


def index(kind: ObjectKind) -> None:
    """Make everything of one kind searchable, by the product's own pipeline."""
    started, now = perf_counter(), clock.now()
    indices.create_missing(engines.current())
    marked = drift.mark_unknown(kind, now=now)
    done = indexing.drain(now=now, kinds=[kind])
    assert (done.indexed, done.rejected, done.busy) == (marked, 0, 0)
    indices.refresh(engines.current())
    say(what="indexed", kind=kind.value, documents=marked, seconds=round(perf_counter() - started))
