"""`make docs`: every relative link between the documents leads somewhere."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from infra.local.errors import LocalError
from infra.local.paths import CHECKOUT

LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
SKIPPED = {"node_modules", "var"}


def documents(root: Path) -> Iterator[Path]:
    """Every Markdown file of the checkout; what tools keep in folders of their own, hidden or not, is not ours."""
    for file in sorted(root.rglob("*.md")):
        folders = file.relative_to(root).parts[:-1]
        if not any(name in SKIPPED or name.startswith(".") for name in folders):
            yield file


def anchors(text: str) -> set[str]:
    """The anchors a reader's page gives to the headings."""
    found = set()
    for heading in re.findall(r"^#{1,6}\s+(.+?)\s*#*$", FENCE.sub("", text), re.MULTILINE):
        plain = re.sub(r"[^\w\s-]", "", heading.lower())
        found.add(re.sub(r"\s", "-", plain.strip()))
    return found


def broken(file: Path, root: Path) -> list[str]:
    """The links of one document that lead nowhere, as `file: link`."""
    wrong = []
    for link in LINK.findall(FENCE.sub("", file.read_text(encoding="utf-8"))):
        if re.match(r"[a-z][a-z0-9+.-]*:", link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = file if not path else (root / path.lstrip("/") if path.startswith("/") else file.parent / path)
        lost = not target.exists()
        if not lost and anchor and target.suffix == ".md":
            lost = anchor not in anchors(target.read_text(encoding="utf-8"))
        if lost:
            wrong.append(f"{file.relative_to(root)}: {link}")
    return wrong


def main() -> int:
    """Check all. Raises LocalError with every broken link."""
    files = list(documents(CHECKOUT))
    wrong = [line for file in files for line in broken(file, CHECKOUT)]
    if wrong:
        raise LocalError("These links lead nowhere:\n" + "\n".join(wrong))
    sys.stdout.write(f"{len(files)} documents, every link leads somewhere\n")
    return 0
