"""How often a firm hears of deals for its theses, and a team of theses for its pitch."""

from datetime import datetime

from django.db import transaction

from backend.core import audit
from backend.core.actors import Actor
from backend.core.permissions import require
from backend.deals.models import Pitch, Thesis
from backend.matching.enums import Asker, Rhythm
from backend.matching.models import Alert, PitchRhythm, ThesisRhythm
from backend.matching.rhythms import due_at


@transaction.atomic
def set_thesis_rhythm(*, actor: Actor, thesis: Thesis, rhythm: Rhythm, now: datetime) -> None:
    """What waits follows the new rhythm. Raises NotPermitted."""
    require(actor, "matching.set_rhythm", thesis)
    ThesisRhythm.objects.update_or_create(thesis=thesis, defaults={"rhythm": rhythm})
    waiting = Alert.objects.filter(asker=Asker.THESIS, thesis=thesis, call=None, due_at__isnull=False)
    waiting.update(due_at=due_at(rhythm, now))
    audit.record(actor, "thesis.rhythm_set", thesis, organizations=[thesis.firm_id], rhythm=rhythm)


@transaction.atomic
def set_pitch_rhythm(*, actor: Actor, pitch: Pitch, rhythm: Rhythm, now: datetime) -> None:
    """What waits follows the new rhythm. Raises NotPermitted."""
    require(actor, "matching.set_rhythm", pitch)
    PitchRhythm.objects.update_or_create(pitch=pitch, defaults={"rhythm": rhythm})
    waiting = Alert.objects.filter(asker=Asker.PITCH, pitch=pitch, call=None, due_at__isnull=False)
    waiting.update(due_at=due_at(rhythm, now))
    audit.record(actor, "pitch.rhythm_set", pitch, organizations=[pitch.organization_id], rhythm=rhythm)
