"""The operators' import page: map, try out, run, run again, resume, download what was wrong."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from procrastinate.contrib.django.models import ProcrastinateJob
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.core import clock
from backend.core.models import AuditEntry
from backend.core.services import drain_outbox
from backend.deals.enums import ImportState
from backend.deals.imports import running, sheets
from backend.deals.imports.problems import FileRefused
from backend.deals.models import ImportBatch
from backend.deals.services import imports as services
from backend.files import services as files
from backend.files.enums import FileKind
from backend.organizations.enums import MemberRole
from backend.organizations.models import Organization
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.organizations import belongs
from tests.support.clients import client_of

pytestmark = pytest.mark.django_db

TABLE = "企业编号,企业名称,所属行业,国家,备注\n1,甲公司,人工智能、锅炉房,CHN,x\n2,=SUM(A1),芯片,CHN,x\n3,丙公司,芯片,CHN,x\n"


@pytest.fixture(autouse=True)
def _own_storage(tmp_path: Path, settings: Any) -> None:
    settings.STORAGE_ROOT = tmp_path / "storage"


@pytest.fixture
def operator() -> User:
    person: User = OperatorFactory.create()
    return person


@pytest.fixture
def client(operator: User) -> APIClient:
    return client_of(operator)


def upload(operator: User, content: bytes, name: str = "companies.csv") -> str:
    file = SimpleUploadedFile(name, content)
    return str(files.store_upload(actor=operator, kind=FileKind.IMPORT, upload=file, now=clock.now()).pk)


def begin(client: APIClient, operator: User, content: bytes = TABLE.encode(), **changes: str) -> Any:
    body = {"file": upload(operator, content), "subject": "companies", "source": "street", **changes}
    answer = client.post("/api/v1/imports/", body)
    assert answer.status_code == 201, answer.json()
    return answer.json()


def step(client: APIClient, batch: Any, verb: str) -> Any:
    """Ask for it, then do what the worker does."""
    answer = client.post(f"/api/v1/imports/{batch['id']}/{verb}/")
    assert answer.status_code == 202, answer.json()
    assert (answer.json()["state"], answer.json()["allowed_actions"]) == ("running", [])
    services.run_import(batch_id=batch["id"], now=clock.now())
    return client.get(f"/api/v1/imports/{batch['id']}/").json()


def counts(body: Any) -> tuple[int, ...]:
    return tuple(body["totals"][name] for name in ("rows", "new", "changed", "unchanged", "problems"))


def test_a_file_is_mapped_tried_out_run_and_run_again(client: APIClient, operator: User) -> None:
    batch = begin(client, operator)
    assert batch["columns"] == ["企业编号", "企业名称", "所属行业", "国家", "备注"]
    assert batch["mapping"] == {"id": "企业编号", "name": "企业名称", "sectors": "所属行业", "country": "国家"}
    assert batch["preview"][0] == ["1", "甲公司", "人工智能、锅炉房", "CHN", "x"]
    assert client.post(f"/api/v1/imports/{batch['id']}/run/").json()["code"] == "deals.wrong_state"

    tried = step(client, batch, "check")
    assert (tried["state"], tried["mode"], counts(tried)) == ("checked", "check", (3, 2, 0, 0, 1))
    assert not Organization.objects.exists()

    done = step(client, batch, "run")
    assert (done["state"], done["rows_done"], done["rows_total"], counts(done)) == ("done", 3, 3, (3, 2, 0, 0, 1))
    assert done["totals"]["unknown_sectors"] == {"锅炉房": 1}
    rows = Organization.objects.order_by("external_id").values_list("external_id", "origin", "source_credit", "sectors")
    assert list(rows) == [("1", "reference", "street", ["AI"]), ("3", "reference", "street", ["SEMI"])]
    assert counts(step(client, batch, "run")) == (3, 0, 0, 2, 1)
    acts = AuditEntry.objects.filter(action__startswith="import.").order_by("id").values_list("action", flat=True)
    assert list(acts) == [
        "import.created",
        "import.check_started",
        "import.checked",
        "import.import_started",
        "import.done",
        "import.import_started",
        "import.done",
    ]


def test_problems_are_listed_and_safe_to_open_in_a_spreadsheet(client: APIClient, operator: User) -> None:
    batch = begin(client, operator)
    step(client, batch, "check")
    address = f"/api/v1/imports/{batch['id']}/problems/"
    assert client.get(address).json()["results"] == [
        {
            "file_name": "companies.csv",
            "row": 3,
            "column": "name",
            "code": "imports.formula_cell",
            "reason": "单元格是公式，请改为文字。",
            "value": "=SUM(A1)",
        }
    ]
    answer = client.get(address, {"format": "csv"})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[1] == ["companies.csv", "3", "name", "imports.formula_cell", "单元格是公式，请改为文字。", "'=SUM(A1)"]


def test_the_list_is_filtered_by_state_and_by_the_name_of_the_file(client: APIClient, operator: User) -> None:
    files = {
        "Companies 2024.csv": ImportState.DONE,
        "投资机构.csv": ImportState.FAILED,
        "companies.csv": ImportState.DONE,
    }
    for name, state in files.items():
        batch = begin(client, operator, file=upload(operator, TABLE.encode(), name))
        ImportBatch.objects.filter(pk=batch["id"]).update(state=state)

    def found(**query: str) -> tuple[int, set[str]]:
        body = client.get("/api/v1/imports/", query).json()
        return body["count"], {row["file_name"] for row in body["results"]}

    assert found() == (3, set(files))
    assert found(state="done") == (2, {"Companies 2024.csv", "companies.csv"})
    assert found(q="companies 2024") == (1, {"Companies 2024.csv"})
    assert found(q="投资", state="failed") == (1, {"投资机构.csv"})
    assert found(q="投资", state="done") == (0, set())
    answers = [client.get(f"/api/v1/imports/?{query}") for query in ("state=nonsense", "status=done")]
    assert [(one.status_code, one.json()["code"], list(one.json()["fields"])) for one in answers] == [
        (400, "core.invalid", ["state"]),
        (400, "core.unknown_parameter", ["status"]),
    ]


def test_a_worker_killed_between_batches_goes_on_where_it_stopped(
    client: APIClient, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"{n},公司{n}\n" for n in range(25))
    batch = begin(client, operator, f"id,name\n{rows}".encode())
    monkeypatch.setattr(running, "BATCH", 10)
    step(client, batch, "check")
    client.post(f"/api/v1/imports/{batch['id']}/run/")
    announced: list[int] = []

    def die_at_the_third(touched: set[Any]) -> None:
        announced.append(len(touched))
        if len(announced) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(running, "_announce", die_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        services.run_import(batch_id=batch["id"], now=clock.now())
    halfway = ImportBatch.objects.get()
    assert (halfway.state, halfway.rows_done, Organization.objects.count()) == (ImportState.RUNNING, 20, 20)

    services.run_import(batch_id=batch["id"], now=clock.now())
    done = client.get(f"/api/v1/imports/{batch['id']}/").json()
    assert (done["state"], done["rows_done"], counts(done)) == ("done", 25, (25, 25, 0, 0, 0))
    assert Organization.objects.count() == 25
    # A job that comes back late finds nothing to do.
    services.run_import(batch_id=batch["id"], now=clock.now())
    assert counts(client.get(f"/api/v1/imports/{batch['id']}/").json()) == (25, 25, 0, 0, 0)


@pytest.mark.parametrize("guarded", [True, False])
def test_a_worker_that_was_overtaken_stops_and_keeps_nothing(
    client: APIClient, operator: User, monkeypatch: pytest.MonkeyPatch, guarded: bool
) -> None:
    """Without the guard the late worker counts every row a second time: that is what the guard is for."""
    rows = "".join(f"{n},公司{n}\n" for n in range(25))
    batch = begin(client, operator, f"id,name\n{rows}".encode())
    monkeypatch.setattr(running, "BATCH", 10)
    step(client, batch, "check")
    client.post(f"/api/v1/imports/{batch['id']}/run/")
    survey, entered = running.survey, []

    def overtaken_here(job: running.Job) -> running.Survey:
        entered.append(job)
        found = survey(job)
        if len(entered) == 1:
            services.run_import(batch_id=batch["id"], now=clock.now())
        return found

    monkeypatch.setattr(running, "survey", overtaken_here)
    if not guarded:
        monkeypatch.setattr(
            services, "_still_running", lambda batch, expected_rows: ImportBatch.objects.get(pk=batch.pk)
        )
    services.run_import(batch_id=batch["id"], now=clock.now())
    assert len(entered) == 2
    done = client.get(f"/api/v1/imports/{batch['id']}/").json()
    assert (done["state"], counts(done)) == ("done", (25, 25, 0, 0, 0) if guarded else (25, 0, 0, 25, 0))


def test_a_claimed_row_belongs_to_its_owner(client: APIClient, operator: User) -> None:
    batch = begin(client, operator)
    step(client, batch, "check")
    step(client, batch, "run")
    claimed = Organization.objects.get(external_id="1")
    belongs(UserFactory.create(), claimed, MemberRole.OWNER)
    Organization.objects.filter(pk=claimed.pk).update(claimed_at=clock.now(), origin="member", legal_name="自己改的名")
    Organization.objects.filter(external_id="3").update(legal_name="过时的名")
    again = step(client, batch, "run")
    assert (counts(again), again["totals"]["claimed"]) == ((3, 0, 1, 0, 1), 1)
    assert dict(Organization.objects.values_list("external_id", "legal_name")) == {"1": "自己改的名", "3": "丙公司"}


@pytest.mark.parametrize(
    ("mapping", "fields"),
    [
        ({"id": "企业编号"}, ["name"]),
        ({"id": "没有", "name": "企业名称"}, ["id"]),
        ({"id": "企业编号", "name": "企业名称", "password": "备注"}, ["password"]),
    ],
)
def test_a_bad_mapping_is_refused_by_field(
    client: APIClient, operator: User, mapping: dict[str, str], fields: list[str]
) -> None:
    batch = begin(client, operator)
    answer = client.put(f"/api/v1/imports/{batch['id']}/mapping/", {"mapping": mapping})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, fields)
    assert ImportBatch.objects.get().mapping == batch["mapping"]


def test_only_operators_import(client: APIClient, operator: User) -> None:
    batch = begin(client, operator)
    for person, refused, hidden in ((UserFactory.create(), 403, 404), (None, 401, 401)):
        other = client_of(person)
        assert other.get("/api/v1/imports/").status_code == refused
        assert other.post("/api/v1/imports/", {}).status_code == refused
        for verb in ("check", "run"):
            assert other.post(f"/api/v1/imports/{batch['id']}/{verb}/").status_code == hidden
        assert other.put(f"/api/v1/imports/{batch['id']}/mapping/", {"mapping": {}}).status_code == hidden
        assert other.get(f"/api/v1/imports/{batch['id']}/").status_code == hidden
        assert other.get(f"/api/v1/imports/{batch['id']}/problems/").status_code == hidden
    assert ImportBatch.objects.get().state == ImportState.UPLOADED
    assert client_of(operator, second_factor=False).get("/api/v1/imports/").status_code in (401, 403)


def workbook(path: Path, rows: list[list[Any]]) -> Path:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def test_a_workbook_is_read_like_a_table(client: APIClient, operator: User, tmp_path: Path) -> None:
    rows: list[list[Any]] = [["编号", "名称", "行业"], [1, "甲, 公司", "AI"], [2, "=1+1", "AI"], [3, "两\n行", "芯片"]]
    content = workbook(tmp_path / "a.xlsx", rows).read_bytes()
    batch = begin(client, operator, content, source="book")
    assert counts(step(client, batch, "check")) == (3, 2, 0, 0, 1)
    step(client, batch, "run")
    assert list(Organization.objects.order_by("external_id").values_list("external_id", "legal_name")) == [
        ("1", "甲, 公司"),
        ("3", "两\n行"),
    ]


def rebuilt(source: Path, target: Path, **members: bytes) -> Path:
    """The workbook with members replaced or added."""
    names = {name.replace("__", "/").replace("_xml", ".xml"): data for name, data in members.items()}
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            if item.filename not in names:
                new.writestr(item.filename, old.read(item.filename))
        for name, data in names.items():
            new.writestr(name, data)
    return target


def far_cell(column: str, row: int) -> bytes:
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    cell = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{column}{row}"><v>1</v></c></row>'
    return head + cell.encode() + b"</sheetData></worksheet>"


def lying(path: Path) -> Path:
    """The central directory and the local head both claim that the big member is one byte long."""
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/big.bin").file_size
    data = path.read_bytes().replace(size.to_bytes(4, "little"), (1).to_bytes(4, "little"))
    path.write_bytes(data)
    return path


def bombs(folder: Path) -> list[tuple[Path, str]]:
    plain = workbook(folder / "plain.xlsx", [["id", "name"], ["1", "a"]])
    noise = bytes(range(256)) * 400
    made = [
        (rebuilt(plain, folder / "ratio.xlsx", xl__big_bin=b"\0" * 40_000_000), "imports.archive_ratio"),
        (rebuilt(plain, folder / "large.xlsx", xl__big_bin=b"\0" * 60_000_000), "imports.archive_unpacked"),
        (rebuilt(plain, folder / "many.xlsx", **{f"m{n}": b"x" for n in range(200)}), "imports.archive_members"),
        (lying(rebuilt(plain, folder / "lie.xlsx", **{"xl__big.bin": noise})), "imports.archive_unpacked"),
    ]
    made += [
        (
            rebuilt(plain, folder / f"far{n}.xlsx", xl__worksheets__sheet1_xml=far_cell(column, row)),
            "imports.sheet_too_large",
        )
        for n, (column, row) in enumerate([("XFD", 1048576), ("ZZ", 900000), ("XFD", 300), ("E", 1048576)])
    ]
    (folder / "cut.xlsx").write_bytes(plain.read_bytes()[:-300])
    return [*made, (folder / "cut.xlsx", "imports.archive_unreadable")]


def test_bombs_are_refused_and_a_plain_workbook_passes(tmp_path: Path) -> None:
    for path, code in bombs(tmp_path):
        with pytest.raises(FileRefused) as refused:
            sheets.to_csv(path, tmp_path / "out.csv")
        assert (path.name, refused.value.code) == (path.name, code)
    sheets.to_csv(tmp_path / "plain.xlsx", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "id,name\n1,a\n"


def test_a_start_becomes_one_job_of_its_own(client: APIClient, operator: User) -> None:
    batch = begin(client, operator)
    client.post(f"/api/v1/imports/{batch['id']}/check/")
    drain_outbox(now=clock.now())
    jobs = ProcrastinateJob.objects.filter(task_name="deals.run_import").values_list("args", "status")
    assert list(jobs) == [({"batch_id": batch["id"]}, "todo")]
