"""What the worker does with a change: marks become documents, documents become pairs, pairs become calls.

Each step takes up what was left before, and is done by one worker at a time: two would do the same work twice.
"""

from backend.core import clock
from backend.matching import locks
from backend.matching.services import alarming, calling, finding, indexing


def index() -> None:
    """Bring the index up to date."""

    def drain() -> bool:
        return not indexing.drain(now=clock.now()).is_engine_away

    locks.in_turn(locks.INDEXING, drain, is_more=lambda: indexing.is_due(now=clock.now()))


def sweep() -> None:
    """Index what was left and look at the alarm, unless the sweep before is still at it.

    Whoever else is indexing, this one does too, to see for itself how the engine is.
    """
    with locks.alone(locks.SWEEPING) as is_mine:
        if is_mine:
            now = clock.now()
            alarming.look(indexing.drain(now=now), now=now)


def match() -> None:
    """Hold news against what is asked, tell what is due, and take as known what a bulk load brought."""
    found = finding.Found()

    def find_and_tell() -> bool:
        nonlocal found
        found = finding.find(now=clock.now())
        calling.call_due(now=clock.now())
        return not found.is_engine_away

    locks.in_turn(locks.FINDING, find_and_tell, is_more=lambda: finding.is_due(found))
    finding.remember(now=clock.now())
