"""One feed has one name."""

from uuid import UUID

import pytest

from backend.feeds.enums import Audience
from backend.feeds.names import FeedName

ROOM = UUID("01a20000-0000-7000-8000-000000000001")
PERSON = UUID("01a20000-0000-7000-8000-000000000002")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (FeedName("roadshow", ROOM, Audience.PUBLIC), f"roadshow:{ROOM}:public"),
        (FeedName("roadshow", ROOM, Audience.PERSON, PERSON), f"roadshow:{ROOM}:person:{PERSON}"),
    ],
)
def test_name_is_read_as_it_is_written(name: FeedName, written: str) -> None:
    assert str(name) == written
    assert FeedName.parse(written) == name


@pytest.mark.parametrize(
    "written",
    [
        "",
        "roadshow",
        f"roadshow:{ROOM}",
        f"roadshow:{ROOM}:everybody",
        f"roadshow:{ROOM}:person",
        f"roadshow:{ROOM}:public:{PERSON}",
        f"Roadshow:{ROOM}:public",
        f"roadshow:{str(ROOM).upper()}:public",
        f"roadshow:{str(ROOM).replace('-', '')}----:public",
        f"roadshow:{ROOM}:public\n",
        f" roadshow:{ROOM}:public",
    ],
)
def test_any_other_way_of_writing_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        FeedName.parse(written)
