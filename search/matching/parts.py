"""The names of the parts of the score and of the token groups they are made from."""

from __future__ import annotations

from enum import StrEnum

# Dimensions of the two vectors of an investor; a mapping fixes them, the model decides which token stands where.
SECTOR_DIMS = 384
PROFILE_DIMS = 640
# Dimensions of the space of likeness (`embedding.py`).
RANK = 48


class Group(StrEnum):
    """Kinds of tokens; the value is the first letter of the token, so one list of tokens holds all kinds."""

    SECTOR = "s"
    REGION = "r"
    CITY = "c"
    STAGE = "g"
    AMOUNT = "b"
    AGE = "a"
    TEXT = "t"


class PartCode(StrEnum):
    """The parts, in the order they are shown. Stable: they are stored and translated by the caller."""

    SECTOR = "sector"
    STAGE = "stage"
    AMOUNT_DISTANCE = "amount_distance"
    AMOUNT_BUCKET = "amount_bucket"
    REGION = "region"
    CITY = "city"
    HOME_CITY = "home_city"
    HOME_REGION = "home_region"
    HOME_COUNTRY = "home_country"
    AGE = "age"
    TEXT = "text"
    LIKENESS = "likeness"
    RECENT_ACTIVITY = "recent_activity"
    TIME_SINCE_LAST_DEAL = "time_since_last_deal"
    FIRST_ROUND_SHARE = "first_round_share"


GROUP_PARTS: dict[Group, PartCode] = {
    Group.SECTOR: PartCode.SECTOR,
    Group.REGION: PartCode.REGION,
    Group.CITY: PartCode.CITY,
    Group.STAGE: PartCode.STAGE,
    Group.AMOUNT: PartCode.AMOUNT_BUCKET,
    Group.AGE: PartCode.AGE,
    Group.TEXT: PartCode.TEXT,
}
# Whether both sit in the same place, in the order of `Features.home`.
HOMES = (PartCode.HOME_COUNTRY, PartCode.HOME_REGION, PartCode.HOME_CITY)
# Groups in which one startup has several tokens, so their mean is taken before the cut at zero.
MANY = frozenset({Group.SECTOR, Group.TEXT})


def group_of(token: str) -> Group:
    """The group of a token, by its first letter."""
    return Group(token[0])
