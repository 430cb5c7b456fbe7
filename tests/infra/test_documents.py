"""Links between documents."""

import re
from pathlib import Path

import pytest

from infra.local import documents
from infra.local.paths import CHECKOUT


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "here.md").write_text("# One thing\n\n## 中文 标题\n", encoding="utf-8")
    (tmp_path / "picture.png").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("link", "lost"),
    [
        ("docs/here.md", False),
        ("docs/here.md#one-thing", False),
        ("docs/here.md#中文-标题", False),
        ("docs/here.md#other-thing", True),
        ("docs/gone.md", True),
        ("docs/", False),
        ("picture.png", False),
        ("/docs/here.md", False),
        ("#top", False),
        ("#bottom", True),
        ("https://example.org/nowhere", False),
        ("mailto:a@example.org", False),
    ],
)
def test_link_that_leads_nowhere_is_named(root: Path, link: str, lost: bool) -> None:
    readme = root / "README.md"
    readme.write_text(f"# Top\n\nSee [it]({link}).\n", encoding="utf-8")
    assert documents.broken(readme, root) == ([f"README.md: {link}"] if lost else [])


def test_links_in_code_are_not_links(root: Path) -> None:
    readme = root / "README.md"
    readme.write_text("```\n[it](gone.md)\n```\n", encoding="utf-8")
    assert documents.broken(readme, root) == []


def test_documents_of_dependencies_are_not_ours(root: Path) -> None:
    (root / "frontend" / "node_modules" / "x").mkdir(parents=True)
    (root / "frontend" / "node_modules" / "x" / "README.md").touch()
    assert list(documents.documents(root)) == [root / "docs" / "here.md"]


def test_every_app_has_its_page_and_the_index_leads_to_every_document() -> None:
    apps = {file.parent for file in CHECKOUT.glob("backend/*/apps.py")}
    assert apps - {file.parent for file in CHECKOUT.glob("backend/*/README.md")} == set()
    index = (CHECKOUT / "docs/index.md").read_text(encoding="utf-8")
    named = {(CHECKOUT / "docs" / link).resolve() for link in documents.LINK.findall(index)}
    wanted = {
        file
        for file in documents.documents(CHECKOUT)
        if file.parent != CHECKOUT and file.name != "index.md" and not {"decisions", "nda"} & set(file.parts)
    }
    assert wanted - named == set()


def test_every_command_of_the_documents_exists() -> None:
    ours = {file.stem for file in CHECKOUT.glob("backend/*/management/commands/[a-z]*.py")}
    named = {
        command
        for file in documents.documents(CHECKOUT)
        for command in re.findall(r"manage\.py ([a-z_]+)", file.read_text(encoding="utf-8"))
    }
    assert named - ours - {"migrate", "check"} == set()
