"""The Python tests in two lanes, one for each core. Each lane has a database and a number of the cache to itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit


@dataclass(frozen=True)
class Lane:
    """Some folders of the tests, run by one pytest."""

    name: str
    folders: tuple[str, ...]

    def surroundings(self, environment: Mapping[str, str], number: int) -> dict[str, str]:
        """The addresses of this lane's own database and cache. The first lane keeps those that were given.

        The named database need not exist: pytest makes `test_<name>` beside it.
        """
        if number == 0:
            return {}
        database, cache = urlsplit(environment["DATABASE_URL"]), urlsplit(environment["REDIS_URL"])
        taken = int(cache.path.strip("/") or 0)
        return {
            "DATABASE_URL": urlunsplit(database._replace(path=f"{database.path}_{self.name}")),
            "REDIS_URL": urlunsplit(cache._replace(path=f"/{taken + number}")),
        }


# The first lane starts programs that need the given database to exist; the browser comes last in it. So divided, both
# take about the same time.
LANES = (
    Lane("stories", ("tests/infra", "tests/journeys")),
    Lane("backend", ("tests/search", "tests/backend")),
)
# Takes services away from under everybody, so nobody else may run meanwhile.
ALONE = Lane("faults", ("tests/performance",))
# Measured by `make evaluate` and `make bench` alone: each takes half an hour, the first also data that no checkout holds. Small
# worlds guard the same in the lanes.
BY_HAND = ("tests/evaluation", "tests/bench")
