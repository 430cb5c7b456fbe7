"""Domain events: frozen dataclasses of ids, times and plain values, named in the past tense."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar, TypeVar, get_type_hints
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DomainEvent:
    """Base of all events. `name` is the stable word in the outbox; `subject` orders its handling."""

    name: ClassVar[str] = ""

    @property
    def subject(self) -> str:
        """Events of one subject are handled in order. By default the first field."""
        return f"{self.name.split('.')[0]}:{getattr(self, fields(self)[0].name)}"

    def to_payload(self) -> dict[str, Any]:
        return {key: _plain(value) for key, value in asdict(self).items()}


EVENT_TYPES: dict[str, type[DomainEvent]] = {}
E = TypeVar("E", bound=DomainEvent)


def event(name: str) -> Callable[[type[E]], type[E]]:
    """Register an event class under the word the outbox stores."""

    def register(cls: type[E]) -> type[E]:
        if name in EVENT_TYPES:
            raise RuntimeError(f"two events are called {name}")
        cls.name = name
        EVENT_TYPES[name] = cls
        return cls

    return register


def from_payload(name: str, payload: dict[str, Any]) -> DomainEvent:
    """Rebuild an event from its stored form. Raises KeyError for a name this version does not know."""
    cls = EVENT_TYPES[name]
    hints = get_type_hints(cls)
    return cls(**{key: _typed(hints[key], value) for key, value in payload.items() if key in hints})


def _plain(value: Any) -> Any:
    if isinstance(value, UUID | date):
        return value.isoformat() if isinstance(value, date) else str(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _typed(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if hint is UUID or hint == UUID | None:
        return UUID(value)
    if hint is datetime or hint == datetime | None:
        return datetime.fromisoformat(value)
    if hint == tuple[UUID, ...]:
        return tuple(UUID(item) for item in value)
    if hint == tuple[str, ...]:
        return tuple(value)
    return value
