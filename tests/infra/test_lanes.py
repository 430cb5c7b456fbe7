"""The lanes of `make test`: together they hold every test once, and apart they share nothing that can collide."""

from infra.local.lanes import ALONE, LANES
from infra.local.paths import CHECKOUT


def test_lanes_hold_every_folder_of_tests_once() -> None:
    folders = {path.relative_to(CHECKOUT).parts[:2] for path in (CHECKOUT / "tests").rglob("test_*.py")}
    held = [folder for lane in (*LANES, ALONE) for folder in lane.folders]
    assert sorted(held) == sorted("/".join(parts) for parts in folders)


def test_lanes_have_a_database_and_a_number_of_the_cache_each() -> None:
    given = {
        "DATABASE_URL": "postgresql://me:word@/xmh?host=/run/socket",
        "REDIS_URL": "redis://:word@127.0.0.1:6379/3",
    }
    told = [{**given, **lane.surroundings(given, number)} for number, lane in enumerate(LANES)]
    assert told == [
        given,
        {
            "DATABASE_URL": "postgresql://me:word@/xmh_backend?host=/run/socket",
            "REDIS_URL": "redis://:word@127.0.0.1:6379/4",
        },
    ]
