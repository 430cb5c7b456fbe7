"""`make doctor`: what was found, what happens without it, and the fix."""

from __future__ import annotations

import textwrap

from infra.local.findings import ALL_CHECKS, Finding, gather

NAME_WIDTH = 15
WIDTH = 110


def _wrapped(label: str, text: str) -> str:
    indent = " " * (NAME_WIDTH + 6)
    return textwrap.fill(
        f"{label}: {text}", WIDTH, initial_indent=indent, subsequent_indent=indent + "  ", break_long_words=False
    )


def table(found: list[Finding]) -> str:
    """The report as text, one block for each finding."""
    lines: list[str] = []
    for finding in found:
        mark = "ok" if finding.ok else "--"
        first = textwrap.fill(
            finding.found, WIDTH - NAME_WIDTH - 6, break_long_words=False, subsequent_indent="  "
        ).replace("\n", "\n" + " " * (NAME_WIDTH + 6))
        lines.append(f"{mark:4}  {finding.name:{NAME_WIDTH}}{first}")
        lines.append(_wrapped("without it", finding.without))
        if finding.fix:
            lines.append(_wrapped("fix", finding.fix))
    return "\n".join(lines)


def summary(found: list[Finding]) -> str:
    """One line for each finding, as the preflight says it; the fix follows where there is one."""
    lines = [f"    {finding.name:{NAME_WIDTH}}{finding.found}" for finding in found]
    lines += [f"    {finding.name}: {finding.fix}" for finding in found if finding.fix]
    return "\n".join(lines)


def report() -> str:
    """Look at this machine and describe it."""
    return table(gather(ALL_CHECKS))
