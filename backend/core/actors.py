"""Who acts and who reads: a person, a visitor without an account, or the system itself."""

from dataclasses import dataclass
from typing import Literal, TypeAlias
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser


@dataclass(frozen=True, slots=True)
class SystemActor:
    """The product acting by itself: a worker, an import command, the demo."""

    name: str = "system"
    pk: None = None
    is_authenticated: Literal[True] = True
    is_active: Literal[True] = True
    is_anonymous: Literal[False] = False


SYSTEM = SystemActor()


class PassHolder(AnonymousUser):
    """Nobody with an account, but known in the rooms of one event: who it is, and by what of theirs they are let in. Whether that is
    still good is asked where they read.
    """

    def __init__(self, known_as: UUID, by: UUID | int) -> None:
        super().__init__()
        self.known_as, self.by = known_as, by

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PassHolder) and self._mark == other._mark

    def __hash__(self) -> int:
        return hash(self._mark)

    @property
    def _mark(self) -> tuple[str, UUID, UUID | int]:
        return type(self).__name__, self.known_as, self.by


class Guest(PassHolder):
    """By a ticket: their participant in the room, and the registration."""

    def __init__(self, participant_id: UUID, registration_id: UUID) -> None:
        super().__init__(participant_id, registration_id)
        self.participant_id, self.registration_id = participant_id, registration_id


class Juror(PassHolder):
    """A judge, by one edition of their personal link."""

    def __init__(self, judge_id: UUID, link_edition: int) -> None:
        super().__init__(judge_id, link_edition)
        self.judge_id, self.link_edition = judge_id, link_edition


class Speaker(PassHolder):
    """Who speaks for a line of the run of show, by one edition of its link."""

    def __init__(self, link_id: UUID, link_edition: int) -> None:
        super().__init__(link_id, link_edition)
        self.link_id, self.link_edition = link_id, link_edition


Viewer: TypeAlias = AbstractBaseUser | AnonymousUser | SystemActor
Actor: TypeAlias = Viewer


def is_system(viewer: Viewer) -> bool:
    return isinstance(viewer, SystemActor)
