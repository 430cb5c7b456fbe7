"""Companies with published pitches: the demo's words and places, drawn anew from a seed as often as it takes."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from backend.accounts.models import User
from backend.console.demo.chance import pick
from backend.console.demo.companies import CompanyPlan, plan_companies
from backend.console.demo.naming import NamePool
from backend.console.demo.organization_rows import startup_rows
from backend.console.demo.pitch_rows import PitchRows, pitch_rows
from backend.console.demo.places import STARTUP_PLACES
from backend.console.demo.texts import Speech, Writer
from backend.deals.enums import PitchState
from backend.deals.models import (
    Pitch,
    PitchBlock,
    PitchIp,
    PitchNeeds,
    PitchTeam,
    PitchTeamMember,
    PitchTerms,
    PitchTraction,
)
from backend.organizations.models import Organization
from backend.taxonomy.selectors import current_tree
from tests.bench.copying import copy_rows

SEED = 20261128
# A writer says nothing twice and so runs out of words; after so many companies another one goes on.
_BY_ONE_WRITER = 400


def write_companies(count: int, owner: User, *, today: date) -> None:
    """Write so many companies, each with one published pitch and its blocks. All belong to nobody and are made by `owner`."""
    base = plan_companies(NamePool(), today)
    for start in range(0, count, len(base)):
        plans = _drawn(base, start)[: count - start]
        _write(_rows(plans, start, owner, today))


def _drawn(base: list[CompanyPlan], start: int) -> list[CompanyPlan]:
    """The same kinds of companies once more, with other names, places and rounds."""
    chance, pool = random.Random(f"{SEED}:companies:{start}"), NamePool()
    kinds = chance.sample(base, k=len(base))
    places = [pick(chance, STARTUP_PLACES) for _ in kinds]
    return [
        replace(kind, number=start + at, name=pool.startup(chance, kind.leaf.top, place), place=place)
        for at, (kind, place) in enumerate(zip(kinds, places, strict=True))
    ]


def _rows(plans: list[CompanyPlan], start: int, owner: User, today: date) -> list[PitchRows]:
    speeches = list(_speeches(plans, start))
    states: list[PitchState | None] = [PitchState.PUBLISHED] * len(plans)
    startups = startup_rows(plans, speeches, states, today)
    for startup in startups:
        startup.owner = owner
    return pitch_rows(plans, speeches, states, startups, today)


def _speeches(plans: list[CompanyPlan], start: int) -> Iterator[Speech]:
    sectors = current_tree().by_code
    for first in range(0, len(plans), _BY_ONE_WRITER):
        chance, writer = random.Random(f"{SEED}:texts:{start + first}"), Writer(sectors)
        for plan in plans[first : first + _BY_ONE_WRITER]:
            yield writer.write(chance, plan)


def _write(rows: list[PitchRows]) -> None:
    tables: list[tuple[Any, list[Any]]] = [
        (Organization, [row.pitch.organization for row in rows]),
        (Pitch, [row.pitch for row in rows]),
        (PitchTerms, [row.terms for row in rows]),
        (PitchTraction, [row.traction for row in rows]),
        (PitchIp, [row.ip for row in rows]),
        (PitchNeeds, [row.needs for row in rows]),
        (PitchTeam, [row.team for row in rows]),
        (PitchTeamMember, [member for row in rows for member in row.members]),
        (PitchBlock, [block for row in rows for block in row.blocks]),
    ]
    for model, found in tables:
        copy_rows(model, found)
