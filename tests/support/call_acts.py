"""What was found for a saved search, a thesis and a pitch, and whom it tells when it is due."""

from backend.core import clock
from backend.deals.enums import ThesisState
from backend.deals.models import Thesis
from backend.matching.enums import Asker, RestsOn, Rhythm
from backend.matching.models import Alert
from backend.matching.services import calling
from tests.factories.deals import PitchFactory
from tests.support.callers import saved
from tests.support.street import Street


def _tell(street: Street, asker: Asker) -> None:
    search = saved(street.people["outsider"], rhythm=Rhythm.IMMEDIATE) if asker is Asker.SEARCH else None
    pitch = PitchFactory.create(organization=street.startup, published=True)
    thesis = None
    if asker is not Asker.SEARCH:
        thesis = Thesis.objects.create(
            firm=street.firm, title="微机电", state=ThesisState.PUBLISHED, published_at=clock.now()
        )
    Alert.objects.create(
        asker=asker,
        search=search,
        thesis=thesis,
        pitch=pitch,
        rests_on=RestsOn.PUBLIC,
        found_at=clock.now(),
        due_at=clock.now(),
    )
    for _ in range(2):
        calling.call_due(now=clock.now())


def tell_searcher(street: Street) -> None:
    _tell(street, Asker.SEARCH)


def tell_firm(street: Street) -> None:
    _tell(street, Asker.THESIS)


def tell_team(street: Street) -> None:
    _tell(street, Asker.PITCH)
