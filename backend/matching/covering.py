"""The map of the street by sector and stage: where money looks, where startups are, and where the other is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db.models import Count

from backend.core.actors import Viewer
from backend.core.languages import text
from backend.deals.enums import OPEN_STAGES
from backend.matching import engine as engines
from backend.matching import knowledge
from backend.matching.eligibility import public_theses
from backend.matching.enums import Mode
from backend.matching.errors import UnknownTopSector
from backend.matching.questions import refusing
from backend.matching.selectors import full
from backend.matching.selectors.visibility import findable_investors, findable_pitches
from backend.matching.words import STAGES
from search.coverage import ALL, Coverage, Looking, counted, coverage
from search.errors import SearchUnavailable
from search.records import ObjectKind
from search.sectors import SectorTree

log = structlog.get_logger(__name__)

COLUMNS = tuple(stage.value for stage in OPEN_STAGES)


@dataclass(frozen=True, slots=True)
class Cell:
    """One stage of one sector; a blank stage is any."""

    stage: str
    deals: int
    theses: int


@dataclass(frozen=True, slots=True)
class Line:
    """One sector, blank for all that the map shows; `cells` by stage in their order, `whole` of any stage."""

    sector: str
    whole: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """`under` is the top sector whose leaves are shown, blank for the top sectors; `total` is of `under`, or of everything."""

    mode: Mode
    under: str
    stages: tuple[str, ...]
    lines: tuple[Line, ...]
    total: Line
    open_theses: int


def map_of(viewer: Viewer, under: str, *, now: datetime) -> Map:
    """Of published pitches and theses the viewer may find. Raises UnknownTopSector."""
    tree = knowledge.current().sectors
    rows = _rows(tree, under)
    mode, found = _counts(viewer, (under, *rows) if under else rows, tree, now)
    return Map(
        mode=mode,
        under=under,
        stages=COLUMNS,
        lines=tuple(_line(found, row) for row in rows),
        total=_line(found, under or ALL),
        open_theses=found.open_theses,
    )


def table_of(shown: Map) -> Iterator[Sequence[object]]:
    """One line for each cell, so that a spreadsheet can turn it round."""
    names = knowledge.current().sectors.by_code
    yield [
        text("行业代码", "Sector code"), text("行业", "Sector"), text("轮次", "Stage"), text("在融项目", "Open projects"),
        text("关注该方向的投资偏好", "Theses looking"), text("每个项目对应的投资偏好", "Theses for each project"),
    ]  # fmt: skip
    for line in (*shown.lines, shown.total):
        sector = names.get(line.sector)
        name = text(sector.name_zh, sector.name_en) if sector else text("全部行业", "All sectors")
        for cell in (*line.cells, line.whole):
            stage = STAGES[cell.stage] if cell.stage else text("全部轮次", "All stages")
            share = f"{cell.theses / cell.deals:.1f}" if cell.deals else ""
            yield [line.sector, name, stage, cell.deals, cell.theses, share]


def _rows(tree: SectorTree, under: str) -> tuple[str, ...]:
    if not under:
        return tuple(sector.code for sector in tree.sectors if not sector.parent)
    sector = tree.by_code.get(under)
    if sector is None or sector.parent:
        raise UnknownTopSector(fields={"under": [UnknownTopSector.message]})
    return tree.children.get(under, ())


def _counts(viewer: Viewer, rows: Sequence[str], tree: SectorTree, now: datetime) -> tuple[Mode, Coverage]:
    try:
        engine = engines.current()
        scopes = {kind: full.scope_of(viewer, kind, now) for kind in (ObjectKind.DEAL, ObjectKind.INVESTOR)}
        with refusing():
            found = coverage(
                engine, rows, COLUMNS, deals=scopes[ObjectKind.DEAL], investors=scopes[ObjectKind.INVESTOR]
            )
        return Mode.FULL, found
    except SearchUnavailable as problem:
        log.warning("coverage_reduced", code=problem.code)
        return Mode.REDUCED, counted(_pitches(viewer), _theses(viewer, now), rows, COLUMNS, tree)


def _pitches(viewer: Viewer) -> Iterator[tuple[Sequence[str], str, int]]:
    yield from findable_pitches(viewer).values_list("sectors", "stage").annotate(count=Count("pk"))


def _theses(viewer: Viewer, now: datetime) -> Iterator[Looking]:
    rows = public_theses(now).filter(firm__in=findable_investors(viewer, now).values("pk"))
    for include, exclude, stages in rows.values_list("sectors_include", "sectors_exclude", "stages"):
        yield Looking(sectors=tuple(include), sectors_exclude=tuple(exclude), stages=tuple(stages))


def _line(found: Coverage, row: str) -> Line:
    def cell(stage: str) -> Cell:
        return Cell(stage, found.deals[row, stage], found.theses[row, stage])

    return Line(row, cell(ALL), tuple(cell(stage) for stage in COLUMNS))
