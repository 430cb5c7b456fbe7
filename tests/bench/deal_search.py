"""Deal search three ways: the product over HTTP, the bodies it sends straight to the engine, and PostgreSQL alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import QueryDict

from backend.core import clock
from backend.matching import engine as engines
from backend.matching.questions import deal_question
from backend.matching.serializers.parameters import DealSearchParameters
from search.records import ObjectKind
from tests.bench import rival
from tests.bench.measuring import Reader, Sent, Straight, in_full, sent_by
from tests.bench.questions import Question, path_of
from tests.bench.serving import browsers, served, verified_investors


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, ready to be asked each way."""

    path: str
    browser: Reader
    sent: tuple[Sent, ...]
    statement: tuple[str, dict[str, Any]]


class DealSearch:
    """Asks; every second question is a visitor's, the others are those of verified investors."""

    def __init__(self, people: list[Reader], straight: Straight) -> None:
        self._visitor, *self._investors = people
        self._straight = straight

    def prepared(self, questions: list[Question]) -> list[Asked]:
        """The questions with what the product sends for them. Every way is warm afterwards."""
        found = []
        for position, question in enumerate(questions):
            browser = self._investors[position % len(self._investors)] if position % 2 else self._visitor
            sent = sent_by(browser, path_of(question))
            found.append(Asked(path_of(question), browser, sent, _statement(question)))
        for asked in found:
            self.straight(asked)
            self.rival(asked)
        return found

    def product(self, asked: Asked) -> dict[str, Any]:
        return in_full(asked.browser.get(asked.path))

    def straight(self, asked: Asked) -> list[dict[str, Any]]:
        return self._straight.ask(asked.sent)

    def rival(self, asked: Asked) -> tuple[int, list[str]]:
        return rival.ask(asked.statement)


@contextmanager
def deal_search() -> Iterator[DealSearch]:
    """Everything that is needed to ask. The engine computes every answer anew, also those with counts only."""
    engine = engines.current()
    engine.connection.writes.indices.put_settings(
        index=engine.read_alias(ObjectKind.DEAL), settings={"index.requests.cache.enable": False}
    )
    rival.build(engine)
    straight = Straight(settings.ELASTICSEARCH_URL)
    with served() as port, browsers(port, [None, *verified_investors()]) as people:
        yield DealSearch([*people], straight)
    straight.close()


def _statement(question: Question) -> tuple[str, dict[str, Any]]:
    engine, held = engines.current(), QueryDict(mutable=True)
    for name, values in question.items():
        held.setlist(name, list(values))
    given = DealSearchParameters(data=held)
    given.is_valid(raise_exception=True)
    request = deal_question(given.validated_data, engine.knowledge, today=clock.now().date())
    return rival.statement(request, engine)
