"""Reading an edition of the sector tree from its data folder, and refusing one that contradicts itself."""

import csv
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from backend.taxonomy.words import key_of

DATA = Path(__file__).resolve().parent / "data"


class BadEdition(Exception):
    """The data files contradict themselves; the message says where."""


@dataclass(frozen=True, slots=True)
class Node:
    code: str
    parent_code: str
    name_zh: str
    name_en: str
    aliases: tuple[str, ...]
    source_words: tuple[str, ...]
    neighbors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """`to_code` is blank when the sector ended; several rows of one `from_code` are a split."""

    from_version: str
    from_code: str
    to_code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Edition:
    code: str
    title_zh: str
    title_en: str
    source: str
    effective_date: date
    nodes: tuple[Node, ...]
    moves: tuple[Move, ...]


def shipped() -> list[Path]:
    """The data folders of this product, oldest edition first."""
    return sorted(path.parent for path in DATA.glob("*/version.toml"))


def read(folder: Path) -> Edition:
    """One edition, checked. Raises BadEdition."""
    about = tomllib.loads((folder / "version.toml").read_text(encoding="utf-8"))
    near: dict[str, list[str]] = {}
    for row in _rows(folder / "neighbors.csv"):
        near.setdefault(row["one"], []).append(row["other"])
        near.setdefault(row["other"], []).append(row["one"])
    labels: dict[str, list[str]] = {}
    for row in _rows(folder / "source_words.csv"):
        labels.setdefault(row["code"], []).append(row["word"])
    nodes = tuple(_node(row, labels, near) for row in _rows(folder / "sectors.csv"))
    moves = tuple(Move(**row) for row in _rows(folder / "moves.csv"))
    edition = Edition(**about, nodes=nodes, moves=moves)
    _check(edition, mentioned=[*near, *labels])
    return edition


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _node(row: dict[str, str], labels: dict[str, list[str]], near: dict[str, list[str]]) -> Node:
    return Node(
        code=row["code"],
        parent_code=row["parent_code"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        aliases=tuple(word for word in row["aliases"].split("|") if word),
        source_words=tuple(labels.get(row["code"], ())),
        neighbors=tuple(near.get(row["code"], ())),
    )


def _check(edition: Edition, mentioned: Iterable[str]) -> None:
    codes = {node.code for node in edition.nodes}
    tops = {node.code for node in edition.nodes if not node.parent_code}
    if len(codes) != len(edition.nodes):
        raise BadEdition("a code occurs twice")
    for node in edition.nodes:
        if node.parent_code and node.parent_code not in tops:
            raise BadEdition(f"{node.code} lies below {node.parent_code}, which is not a top sector")
    for code in [*mentioned, *(move.to_code for move in edition.moves if move.to_code)]:
        if code not in codes:
            raise BadEdition(f"{code} is named but not in the tree")
    _check_words(edition)


def _check_words(edition: Edition) -> None:
    """A word means one sector, whatever script or spelling it is written in."""
    owner: dict[str, str] = {}
    for node in edition.nodes:
        for word in (node.name_zh, node.name_en, *node.aliases, *node.source_words):
            first = owner.setdefault(key_of(word), node.code)
            if first != node.code:
                raise BadEdition(f"{word!r} stands for both {first} and {node.code}")
