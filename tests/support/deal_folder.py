"""A small world of investors with known tastes, as a folder of recorded deals: whoever knows the tastes knows the right order."""

import csv
import gzip
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

TASTES = (
    ("robots", "seed", "Shenzhen", 500_000),
    ("biotech", "b", "Shanghai", 40_000_000),
    ("chips", "a", "Beijing", 6_000_000),
)
EACH = 6
MONTHS = 48
CUT = "2015-01-01"


def investors_of(taste: int) -> list[str]:
    """The investors who look for one kind of company."""
    return [f"i{taste}-{number}" for number in range(EACH)]


def taste_of(company: str) -> int:
    """The kind of a company, told from its id."""
    return int(company[1])


def write(folder: Path, seed: int = 7) -> None:
    """Four years of deals, each backed by two investors of its taste, and thirty questions of the year after; no truth."""
    chance = random.Random(seed)
    companies, deals, queries = [], [], []
    for month in range(MONTHS + 12):
        for number in range(5):
            taste = chance.randrange(len(TASTES))
            name = f"c{taste}-{month:02}-{number}"
            sector, stage, city, amount = TASTES[taste]
            companies.append((name, f"{sector} {number}", sector, "", "CHN", "", city, city, 2008 + month // 12))
            day = f"{2011 + month // 12}-{month % 12 + 1:02}-{number * 5 + 2:02}"
            size = amount * chance.choice((0.5, 1, 2))
            if month < MONTHS:
                backers = chance.sample(investors_of(taste), 2)
                deals += [(one, name, stage, stage, size, day) for one in backers]
            elif number < 3:
                queries.append((name, stage, stage, size, day))
    everybody = [one for taste in range(len(TASTES)) for one in investors_of(taste)]
    write_file(folder, "companies", "id,name,sectors,description,country,state,region,city,founded", companies)
    write_file(
        folder, "investors", "id,name,kind,country,region,city", [(one, one, "fund", "", "", "") for one in everybody]
    )
    write_file(folder, "investments_train", "investor_id,company_id,round,stage,amount_usd,date", deals)
    write_file(folder, "queries", "query_id,round,stage,amount_usd,date", queries)
    write_file(folder, "candidates", "candidate_id", [(one,) for one in everybody])
    write_file(folder, "queries_reverse", "query_id", [(one,) for one in everybody])
    write_file(folder, "candidates_reverse", "candidate_id", [(query[0],) for query in queries])


def write_file(folder: Path, name: str, header: str, rows: Iterable[Sequence[object]]) -> None:
    """One file of the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with gzip.open(folder / f"{name}.csv.gz", "wt", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines)
        table.writerow(header.split(","))
        table.writerows(rows)
