"""What goes over the wire is what the library that speaks the protocol would write."""

import pytest
from websockets.frames import Frame as WireFrame
from websockets.frames import Opcode

from backend.live.frames import Frame


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 200_000])
def test_a_message_is_framed_by_its_size(size: int) -> None:
    text = b"x" * size
    frame = Frame(text)
    assert b"".join(frame.pieces) == WireFrame(Opcode.TEXT, text).serialize(mask=False)
    assert (frame.size, frame.text) == (len(b"".join(frame.pieces)), text)


def test_what_messages_end_with_is_one_object_for_all_of_them() -> None:
    end = b"y" * 70_000
    one, other = Frame(b"first ", end), Frame(b"second ", end)
    assert [frame.text for frame in (one, other)] == [b"first " + end, b"second " + end]
    assert one.pieces[1] is end is other.pieces[1]
    assert b"".join(one.pieces) == b"".join(Frame(b"first " + end).pieces)
