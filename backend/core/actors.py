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


class Guest(AnonymousUser):
    """Nobody with an account, but known in the room of one event by the pass it gave out for a ticket."""

    def __init__(self, participant_id: UUID, registration_id: UUID) -> None:
        super().__init__()
        self.participant_id, self.registration_id = participant_id, registration_id

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Guest) and self.participant_id == other.participant_id

    def __hash__(self) -> int:
        return hash(self.participant_id)


class Juror(AnonymousUser):
    """Nobody with an account, but a judge of one event by their personal link; another edition of it is another link."""

    def __init__(self, judge_id: UUID, link_edition: int) -> None:
        super().__init__()
        self.judge_id, self.link_edition = judge_id, link_edition

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Juror) and self._link == other._link

    def __hash__(self) -> int:
        return hash(self._link)

    @property
    def _link(self) -> tuple[UUID, int]:
        return self.judge_id, self.link_edition


Viewer: TypeAlias = AbstractBaseUser | AnonymousUser | SystemActor
Actor: TypeAlias = Viewer


def is_system(viewer: Viewer) -> bool:
    return isinstance(viewer, SystemActor)
