"""A startup's investors with reasons, over HTTP and as the bodies that ask the engine for them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from backend.deals.models import Pitch
from tests.bench.measuring import Reader, Sent, Straight, in_full, sent_by
from tests.bench.serving import browsers, member_of, served


@dataclass(frozen=True, slots=True)
class Asked:
    path: str
    browser: Reader
    sent: tuple[Sent, ...]


class InvestorMatches:
    """Asks for the matches of some pitches, each by a member of its own team."""

    def __init__(self, straight: Straight) -> None:
        self._straight = straight

    def prepared(self, pitches: list[Pitch], teams: list[Reader]) -> list[Asked]:
        """The questions with what the product sends for them. Both ways are warm afterwards."""
        found = []
        for pitch, browser in zip(pitches, teams, strict=True):
            path = f"/api/v1/pitches/{pitch.pk}/matches/"
            found.append(Asked(path, browser, sent_by(browser, path)))
        for asked in found:
            self.straight(asked)
        return found

    def product(self, asked: Asked) -> dict[str, Any]:
        return in_full(asked.browser.get(asked.path))

    def straight(self, asked: Asked) -> list[dict[str, Any]]:
        return self._straight.ask(asked.sent)


@contextmanager
def investor_matches(count: int) -> Iterator[tuple[InvestorMatches, list[Asked]]]:
    """Ready to ask for the matches of so many pitches, spread over all."""
    ids = list(Pitch.objects.order_by("pk").values_list("pk", flat=True))
    rows = Pitch.objects.select_related("organization").filter(pk__in=ids[:: max(1, len(ids) // count)][:count])
    pitches, straight = list(rows), Straight(settings.ELASTICSEARCH_URL)
    teams = [member_of(pitch.organization) for pitch in pitches]
    with served() as port, browsers(port, [*teams]) as people:
        asking = InvestorMatches(straight)
        yield asking, asking.prepared(pitches, [*people])
    straight.close()
