"""Chance that repeats: named random streams and ids derived from words, so that every machine makes the same demo."""

import random
from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID, uuid5

T = TypeVar("T")

_NAMESPACE = UUID("6f1d3c0a-5b7e-5c2e-9a41-d0e0a0c0ffee")
# Milliseconds of 2020-01-01: real ids carry the time they were made, so every demo row sorts as older than any of them.
_EPOCH_MS = 1_577_836_800_000


def stream(topic: str) -> random.Random:
    """A random stream of its own for each topic, so that a change in one does not shift the others."""
    return random.Random(f"xiangmihu-demo-1:{topic}")  # noqa: S311 - a story, not a secret


def demo_id(kind: str, number: int, part: int = 0) -> UUID:
    """A UUIDv8 that is the same for the same words, ordered by `number` within its kind."""
    scattered = uuid5(_NAMESPACE, f"{kind}:{number}:{part}").int & ((1 << 76) - 1)
    ordered = (_EPOCH_MS + number) << 80
    variant = 0b10 << 62
    return UUID(int=ordered | 8 << 76 | (scattered & ~(0b11 << 62)) | variant)


def pick(rng: random.Random, weighted: Sequence[tuple[T, float]]) -> T:
    """One of the values, by weight."""
    return rng.choices([value for value, _ in weighted], weights=[weight for _, weight in weighted])[0]


def draw_distinct(rng: random.Random, values: Sequence[T], weights: Sequence[float], count: int) -> list[T]:
    """Up to `count` different values, by weight, in the order drawn."""
    left = list(weights)
    found: list[T] = []
    for _ in range(min(count, len(values))):
        if sum(left) <= 0:
            break
        index = rng.choices(range(len(values)), weights=left)[0]
        found.append(values[index])
        left[index] = 0.0
    return found
