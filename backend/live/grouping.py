"""Which of the acts of a moment are done at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from backend.live.commands import Act


@dataclass(slots=True)
class _Group:
    """Those that are done together, at the place of the first, and what the next one would go past."""

    beside: frozenset[str]
    numbers: list[int]
    keys: set[str]
    about: set[UUID] = field(default_factory=set)

    def takes(self, act: Act) -> bool:
        """Not what was sent twice, for it depends on what became of the first; nor a vote for what was asked a moment before it."""
        return act.key not in self.keys and self.about.isdisjoint(act.about)


def grouped(acts: Mapping[int, Act]) -> list[list[int]]:
    """The numbers of acts that are done at once, in the order in which that ends as if each were done alone in its turn."""
    found: list[list[int]] = []
    growing: dict[str, _Group] = {}
    for number, act in acts.items():
        growing = {name: one for name, one in growing.items() if name == act.name or act.name in one.beside}
        mine = growing.get(act.name)
        if mine is not None and mine.takes(act):
            mine.numbers.append(number)
            mine.keys.add(act.key)
        else:
            mine = _Group(act.known.beside, [number], {act.key})
            found.append(mine.numbers)
            if act.known.together is not None:
                growing[act.name] = mine
        for one in growing.values():
            if one is not mine:
                one.keys.add(act.key)
                one.about |= act.about
    return found
