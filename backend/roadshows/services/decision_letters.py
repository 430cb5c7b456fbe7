"""A host's own words to who is approved or refused."""

from collections.abc import Mapping

from django.db import transaction

from backend.core import audit
from backend.core.actors import Actor
from backend.core.permissions import require
from backend.roadshows import mail_words
from backend.roadshows.decision_letters import PLACEHOLDERS
from backend.roadshows.enums import DecisionLetterKind
from backend.roadshows.errors import HalfALanguage, PlaceholderUnknown
from backend.roadshows.models import DecisionLetter, Event


@transaction.atomic
def write_letter(*, actor: Actor, event: Event, kind: DecisionLetterKind, words: Mapping[str, str]) -> DecisionLetter:
    """Replace all its words, by the fields of `mail_words.WORD_FIELDS`; where none are left the street's are read.

    Raises NotPermitted, PlaceholderUnknown, HalfALanguage.
    """
    require(actor, "roadshows.write_decision_letters", event)
    row = DecisionLetter.objects.filter(event=event, kind=kind).first() or DecisionLetter(event=event, kind=kind)
    for name in mail_words.WORD_FIELDS:
        setattr(row, name, words[name].strip())
        if unknown := mail_words.unknown_placeholders(words[name], PLACEHOLDERS):
            said = str(PlaceholderUnknown.message).format(name=f"{{{unknown[0]}}}")
            raise PlaceholderUnknown(said, fields={name: [said]})
    if missing := mail_words.half_written(row):
        raise HalfALanguage(fields={name: [HalfALanguage.message] for name in missing})
    # Two who write the first words at once: the later ones stand.
    fields = {name: getattr(row, name) for name in mail_words.WORD_FIELDS}
    row, _ = DecisionLetter.objects.update_or_create(event=event, kind=kind, defaults=fields)
    host = event.organization_id
    audit.record(actor, "event.decision_letter_written", event, organizations=[host], letter=str(kind))
    return row
