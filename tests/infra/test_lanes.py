"""The lanes of `make test`: together they hold every test once, and apart they share nothing that can collide."""

from infra.local.lanes import ALONE, BY_HAND, CHECKED, LANES, Lane
from infra.local.paths import CHECKOUT


def _runs(lane: Lane, file: str) -> bool:
    return file in lane.places or file.startswith(tuple(f"{folder}/" for folder in lane.places))


def test_lanes_hold_every_test_once() -> None:
    files = [str(path.relative_to(CHECKOUT)) for path in (CHECKOUT / "tests").rglob("test_*.py")]
    by_hand = [file for file in files if file.startswith(tuple(f"{folder}/" for folder in BY_HAND))]
    assert sorted(by_hand) == [
        "tests/bench/test_deal_search.py",
        "tests/bench/test_freshness.py",
        "tests/bench/test_guest_list.py",
        "tests/bench/test_indexing.py",
        "tests/bench/test_investor_matches.py",
        "tests/bench/test_live_room.py",
        "tests/bench/test_registration.py",
        "tests/bench/test_saved_searches.py",
        "tests/evaluation/test_real_deals.py",
    ]
    checked = [file for file in files if file.startswith(tuple(f"{folder}/" for folder in CHECKED))]
    assert checked == ["tests/shapes/test_stripe.py"]
    elsewhere = {*by_hand, *checked}
    held = {
        file: [lane.name for lane in (*LANES, ALONE) if _runs(lane, file)] for file in files if file not in elsewhere
    }
    assert [file for file, lanes in held.items() if len(lanes) != 1] == []
    assert {lanes[0] for lanes in held.values()} == {lane.name for lane in (*LANES, ALONE)}


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
        {
            "DATABASE_URL": "postgresql://me:word@/xmh_programs?host=/run/socket",
            "REDIS_URL": "redis://:word@127.0.0.1:6379/5",
        },
    ]
