"""Stored files as rows; `tests.support.uploads` makes real ones with bytes."""

from factory.declarations import SubFactory
from factory.django import DjangoModelFactory

from backend.files.enums import FileKind, FileState
from backend.files.models import StoredFile
from tests.factories.accounts import UserFactory


class DeckFileFactory(DjangoModelFactory[StoredFile]):
    """A deck whose pages are made, as a row alone; no bytes on disk."""

    class Meta:
        model = StoredFile

    kind = FileKind.DECK
    state = FileState.READY
    name = "deck.pdf"
    content_type = "application/pdf"
    size = 1000
    sha256 = "d" * 64
    path = "dd/" + "d" * 64
    page_count = 2
    uploaded_by = SubFactory(UserFactory)
