"""The command that measures the ranking: what it reads, what it writes, what it refuses."""

import csv
import gzip
import json
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from search.evaluation import folder as folders
from search.evaluation.errors import BadFolder
from search.evaluation.folder import Direction
from tests.support import deal_folder


@pytest.fixture(scope="module")
def deals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose answers are unreadable, so that whoever opens them fails."""
    folder = tmp_path_factory.mktemp("deals")
    deal_folder.write(folder)
    (folder / "truth.csv.gz").write_bytes(b"not to be opened")
    return folder


def evaluate(data: Path, out: Path, **options: Any) -> None:
    call_command("evaluate_matching", data=data, out=out, stdout=StringIO(), **options)


def ranks(out: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with (out / "PRED.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["query_id"], []).append(row["candidate_id"])
            assert int(row["rank"]) == len(found[row["query_id"]])
    return found


def test_startups_find_the_investors_of_their_taste_first(
    deals: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    real = gzip.open

    def watched(path: Any, *args: Any, **options: Any) -> Any:
        opened.append(Path(path).name)
        return real(path, *args, **options)

    monkeypatch.setattr(gzip, "open", watched)

    evaluate(deals, tmp_path / "out", seed=3)

    found = ranks(tmp_path / "out")
    assert len(found) == 36
    for query, order in found.items():
        right = set(deal_folder.investors_of(deal_folder.taste_of(query)))
        # Everybody of the right taste, then the others; the tenth place is given away among the others too.
        assert set(order[:6]) == right
        assert len(set(order)) == 18
    assert set(opened) == {"companies.csv.gz", "investors.csv.gz", "investments_train.csv.gz", "queries.csv.gz", "candidates.csv.gz"}  # fmt: skip
    run = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert (run["direction"], run["seed"], run["queries"], run["candidates"]) == ("startup", 3, 36, 18)
    assert run["chosen_on"]["investors"]["queries"] == 61
    with pytest.raises(CommandError, match="prediction of the direction startup"):
        evaluate(deals, tmp_path / "out", direction="investor")


def test_investors_find_the_startups_of_their_taste_first(deals: Path, tmp_path: Path) -> None:
    evaluate(deals, tmp_path / "out", direction="investor")

    found = ranks(tmp_path / "out")
    assert len(found) == 18
    for investor, order in found.items():
        right = [one for one in order if deal_folder.taste_of(one) == int(investor[1])]
        assert len(order) == 36
        assert order[: len(right)] == right


def broken(name: str, header: str, rows: list[tuple[object, ...]]) -> Callable[[Path], None]:
    return lambda folder: deal_folder.write_file(folder, name, header, rows)


def torn(folder: Path) -> None:
    """A quotation mark in the second row of data that does not end where its cell does."""
    with gzip.open(folder / "candidates.csv.gz", "wt", encoding="utf-8") as lines:
        lines.write('candidate_id\ni0-0\n"i0-1"x\n')


COMPANIES = "id,name,sectors,description,country,state,region,city,founded"
DEALS = "investor_id,company_id,round,stage,amount_usd,date"


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda folder: (folder / "candidates.csv.gz").unlink(), "candidates.csv.gz: no such file in "),
        (lambda folder: (folder / "queries.csv.gz").write_bytes(b"plain"), "queries.csv.gz, row 1: cannot be read"),
        (broken("investors", "id,name", [("a", "b")]), "investors.csv.gz, row 1, column kind: the column is missing"),
        (broken("investments_train", DEALS, [("nobody", "x", "a", "a", 1, "2011-01-01")]), "investments_train.csv.gz, row 2, column investor_id: 'nobody' is not listed"),
        (broken("investments_train", DEALS, [("i0-0", "c1-00-0", "a", "a", "many", "2011-01-01")]), "row 2, column amount_usd: 'many' is not an amount"),
        (broken("investments_train", DEALS, [("i0-0", "c1-00-0", "a", "z", 1, "2011-01-01")]), "row 2, column stage: 'z' is not a stage"),
        (broken("investments_train", DEALS, [("i0-0", "c1-00-0", "a", "a", 1, "2011-13-01")]), "row 2, column date: '2011-13-01' is not a date"),
        (broken("investments_train", DEALS, [("i0-0", "c1-00-0", "a")]), "investments_train.csv.gz, row 2: 6 cells expected"),
        (broken("candidates", "candidate_id", [("i0-0",), ("i0-0",)]), "candidates.csv.gz, row 3, column candidate_id: 'i0-0' is empty or appears twice"),
        (broken("candidates", "candidate_id", [("who",)]), "candidates.csv.gz, row 2, column candidate_id: 'who' is not in investors.csv.gz"),
        (broken("investments_train", DEALS, [(), ("i0-0", "c1-00-0", "a", "z", 1, "2011-01-01")]), "row 3, column stage: 'z' is not a stage"),
        (broken("investments_train", DEALS, [("i0-0", "c1-00-0", "a", "a", 1e300, "2011-01-01")]), "row 2, column amount_usd: '1e+300' is not an amount"),
        (broken("investments_train", f"{DEALS},date", [("i0-0", "c1-00-0", "a", "a", 1, "2011-01-01", "2012-01-01")]), "row 1, column date: the column appears twice"),
        (broken("companies", COMPANIES, [("x", "x", "", "", "", "", "", "", "9" * 5000)]), "companies.csv.gz, row 2, column founded"),
        (broken("companies", COMPANIES, [("x" * 513, "x", "", "", "", "", "", "", "")]), "companies.csv.gz, row 2, column id: longer than 512 bytes"),
        (torn, "candidates.csv.gz, row 3: cannot be read"),
        (broken("candidates", "candidate_id", []), "candidates.csv.gz: no rows"),
    ],
)  # fmt: skip
def test_bad_files_are_named_with_row_and_column(tmp_path: Path, spoil: Callable[[Path], object], message: str) -> None:
    deal_folder.write(tmp_path)
    spoil(tmp_path)

    with pytest.raises(BadFolder, match=re.escape(message)):
        folders.read(tmp_path, Direction.STARTUP)


def test_folder_that_does_not_exist_is_an_error_and_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no such folder"):
        evaluate(tmp_path / "nowhere", tmp_path / "out")

    assert list((tmp_path / "out").iterdir()) == []
