"""The Python tests in three lanes side by side. Each lane has a database and a number of the cache to itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit


@dataclass(frozen=True)
class Lane:
    """Some folders and files of the tests, run by one pytest."""

    name: str
    places: tuple[str, ...]

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


def _faults(*names: str) -> tuple[str, ...]:
    return tuple(f"tests/performance/test_{name}.py" for name in names)


def _apps(*names: str) -> tuple[str, ...]:
    return tuple(f"tests/backend/{name}" for name in names)


# The others are beside the programs, so that both lanes end at about the same time.
_FIRST_APPS = (
    *("accounts", "backstage", "config", "core", "feeds", "files", "interactions", "judging", "live", "matching"),
    *("notifications", "organizations", "payments", "rehearsals", "replays", "roadshows", "taxonomy", "webhooks"),
)

# The first lane starts the product, which needs the given database to exist. The faults of the last one take nothing away from
# anybody else and hold no short time. It waits more than it works, as the browser does, so three lanes keep two cores busy to
# the end.
LANES = (
    Lane("journeys", ("tests/journeys",)),
    Lane("backend", _apps(*_FIRST_APPS)),
    Lane(
        "programs",
        (
            "tests/infra",
            "tests/search",
            "tests/backend/test_visibility_agreement.py",
            *_apps("console", "deals", "privacy"),
            *_faults(
                "f04_bulk_fails_in_part",
                "f05_out_of_order",
                "f06_late_after_removal",
                "f09_reindex_killed",
                "f17_worker_killed",
                "f19_to_f22_notices",
                "f23_paid_too_late",
                "f24_database_restarted",
                "f25_seats_are_never_oversold",
                "f27_f28_asked_again",
                "f29_clock_skew",
                "f26_shared_quotas",
                "f42_spreadsheet_injection",
                "f49_providers_away",
                "f50_gateway_unwell",
                "soak",
            ),
        ),
    ),
)
# Takes services away from under everybody or holds times that a busy machine would make longer, so nobody else may run
# meanwhile.
ALONE = Lane(
    "faults",
    _faults(
        "f01_engine_killed",
        "f02_engine_read_only",
        "f03_engine_slow",
        "f07_hidden_again",
        "f08_two_versions",
        "f10_f11_valkey_killed",
        "f12_valkey_frozen",
        "f13_announcements_lost",
        "f14_burst",
        "f15_slow_clients",
        "f16_reconnect_storm",
        "f36_side_channels",
        "f39_abuse",
        "f40_rights_ended",
        "room_of_several_processes",
    ),
)
# Held against Stripe's own description by a step of `make check`, and so of `make test`.
CHECKED = ("tests/shapes",)
# Measured by `make evaluate` and `make bench` alone: each takes half an hour, the first also data that no checkout holds. Small
# worlds guard the same in the lanes.
BY_HAND = ("tests/evaluation", "tests/bench")
