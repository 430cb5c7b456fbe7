"""What an uploaded deck proposes for a pitch. Nothing is stored; the founder confirms or corrects it."""

from uuid import UUID

from backend.core.actors import Actor
from backend.deals.deck_reading import DeckProposal, read_deck
from backend.files import selectors as files
from backend.files.enums import FileKind, FileState
from backend.files.errors import REFUSALS, FileNotReady, FileRefused
from backend.taxonomy import selectors as taxonomy


def propose_from_deck(*, actor: Actor, file_id: UUID) -> DeckProposal:
    """Read the actor's own upload. Raises FileNotUsable, FileNotReady while it is processed, FileRefused."""
    file = files.usable_upload(actor, file_id, FileKind.DECK)
    if file.state == FileState.REFUSED:
        raise FileRefused(
            REFUSALS.get(file.refusal), fields={"file": [REFUSALS.get(file.refusal, FileRefused.message)]}
        )
    if file.state != FileState.READY:
        raise FileNotReady
    return read_deck(file.extracted_text, taxonomy.current_tree())
