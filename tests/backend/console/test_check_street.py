"""The check after a start: two followers of one room, told what their sockets say."""

import json
from typing import Any, cast

import pytest
from django.core.management.base import CommandError
from websockets.sync.client import ClientConnection

from backend.console.management.commands.check_street import Follower, until_alike

STATE = {"kind": "snapshot", "seq": 4, "state": {"page": 1}}


def turned(seq: int) -> dict[str, Any]:
    return {"kind": "event", "seq": seq, "payload": {"page": seq}}


class Script:
    """A socket that says its lines and then nothing."""

    def __init__(self, *lines: dict[str, Any]) -> None:
        self.lines = [json.dumps(line) for line in lines]

    def send(self, text: str) -> None:
        assert json.loads(text) == {"kind": "hello", "feeds": [{"feed": "roadshow:x:public"}]}

    def recv(self, timeout: float) -> str:
        if not self.lines:
            raise TimeoutError
        return self.lines.pop(0)


def follower(*lines: dict[str, Any]) -> Follower:
    return Follower(cast(ClientConnection, Script(*lines)), "roadshow:x:public")


def test_two_followers_stand_at_one_place_after_the_room_has_moved() -> None:
    one, other = follower(STATE, turned(5), turned(6)), follower(STATE, turned(5))
    until_alike(one, other, moves=True)
    assert (one.seq, one.state, other.seq, other.state) == (5, {"page": 5}, 5, {"page": 5})


def test_what_the_state_has_already_is_no_news() -> None:
    one, other = follower(STATE, turned(4), turned(5)), follower(STATE, turned(5))
    until_alike(one, other, moves=True)
    assert (one.seq, one.state, one.heard, other.seq) == (5, {"page": 5}, 1, 5)


def test_a_room_in_somebodys_hand_may_stand_still() -> None:
    one, other = follower(STATE), follower(STATE)
    until_alike(one, other, moves=False)
    assert (one.seq, one.heard, other.seq, other.heard) == (4, 0, 4, 0)


@pytest.mark.parametrize(
    ("lines", "moves", "complaint"),
    [
        ([STATE], True, "does not move"),
        ([], False, "says nothing"),
        ([STATE, turned(6)], True, "skipped from 4 to 6"),
        ([{"kind": "refused"}], False, "not open"),
    ],
)
def test_a_room_that_is_not_right_is_named(lines: list[dict[str, Any]], moves: bool, complaint: str) -> None:
    with pytest.raises(CommandError, match=complaint):
        until_alike(follower(*lines), follower(*lines), moves=moves)
