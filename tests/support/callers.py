"""People who want to hear of deals, and what the worker does for them."""

from typing import Any
from uuid import UUID

from backend.accounts.models import User
from backend.core import clock
from backend.deals.enums import ThesisState
from backend.deals.models import Pitch, Thesis
from backend.matching.enums import Rhythm
from backend.matching.models import Alert, SavedSearch
from backend.matching.services import saved_searches, working
from backend.matching.services.marks import mark_dirty
from backend.matching.services.reach import pitch_changed, thesis_changed
from backend.notifications import selectors
from backend.organizations.models import Organization
from search.records import ObjectKind
from tests.factories.deals import PitchFactory


def saved(owner: User, *, rhythm: Rhythm = Rhythm.IMMEDIATE, name: str = "", **question: Any) -> SavedSearch:
    """A search the person saves on the page."""
    return saved_searches.save_search(
        actor=owner,
        name=name or f"搜索{SavedSearch.objects.count()}",
        question=question or {"sector": ["SEMI_MEMS"]},
        rhythm=rhythm,
        now=clock.now(),
    )


def published(**fields: Any) -> Pitch:
    """A pitch that is open from now on, as its services leave it."""
    pitch: Pitch = PitchFactory.create(published=True, **fields)
    pitch_changed(pitch.pk)
    return pitch


def rewritten(pitch: Pitch, **fields: Any) -> None:
    Pitch.objects.filter(pk=pitch.pk).update(**fields)
    pitch_changed(pitch.pk)


def thesis(firm: Organization, **fields: Any) -> Thesis:
    """A published thesis."""
    given: dict[str, Any] = {"title": "微机电", "sectors_include": ["SEMI_MEMS"], **fields}
    row: Thesis = Thesis.objects.create(firm=firm, state=ThesisState.PUBLISHED, published_at=clock.now(), **given)
    thesis_changed(row.pk, firm.pk)
    return row


def work_off() -> None:
    """One run of the worker's jobs."""
    working.index()
    working.match()


def mark_again(*pitches: Pitch) -> None:
    """As a repair does: nothing changed, but it is indexed once more."""
    mark_dirty(ObjectKind.DEAL, [pitch.pk for pitch in pitches])


def inbox(person: User) -> list[tuple[str, str]]:
    """Title and page of what the person is told, newest first."""
    told = selectors.in_words(selectors.inbox_of(User.objects.get(pk=person.pk)))
    return [(one.message.title, one.message.path) for one in told]


def pairs() -> set[tuple[UUID | None, UUID]]:
    """Everything that was found: search or thesis, and pitch."""
    return {(row.search_id or row.thesis_id, row.pitch_id) for row in Alert.objects.all()}
