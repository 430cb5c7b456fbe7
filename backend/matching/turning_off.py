"""What the link "turn off this alert" in a mail does to a saved search: it is paused, and stays on its owner's page."""

from uuid import UUID

from backend.accounts.models import User
from backend.core import clock
from backend.matching.enums import Rhythm
from backend.matching.models import SavedSearch
from backend.matching.notices import SEARCH_TOPIC, named
from backend.matching.selectors.saved import own_searches
from backend.matching.services.saved_searches import pause_search
from backend.notifications.kinds import Topic, register_topic


def _own(person: User, search_id: UUID) -> SavedSearch | None:
    return own_searches(person).filter(pk=search_id).first()


def read(person: User, search_id: UUID) -> tuple[str, bool] | None:
    saved = _own(person, search_id)
    return (named(saved), saved.told_in is not Rhythm.NEVER) if saved is not None else None


def stop(person: User, search_id: UUID) -> None:
    saved = _own(person, search_id)
    if saved is not None:
        pause_search(actor=person, saved=saved, now=clock.now())


register_topic(Topic(SEARCH_TOPIC, read, stop))
