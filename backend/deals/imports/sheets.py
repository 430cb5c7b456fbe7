"""Runs the workbook reader in a limited process, so that no file can take the worker's memory or time."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from backend.deals.imports.problems import SENTENCES, FileRefused

LIMITS = {
    "members": 200,
    "unpacked_bytes": 50 * 1024 * 1024,
    "ratio": 100,
    "cells": 4_000_000,
    "memory_bytes": 1536 * 1024 * 1024,
    "cpu_seconds": 30,
    "output_bytes": 256 * 1024 * 1024,
}
_WALL_SECONDS = 60
_PROGRAM = Path(__file__).with_name("sheet_program.py")


def to_csv(source: Path, target: Path) -> None:
    """Write the first sheet of a workbook as CSV. Raises FileRefused."""
    command = [sys.executable, "-I", "-B", str(_PROGRAM), str(source), str(target), json.dumps(LIMITS)]
    process = subprocess.Popen(  # noqa: S603 - our own program; the paths are ours, never the uploader's
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LANG": "C.UTF-8"},
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=_WALL_SECONDS)
    except subprocess.TimeoutExpired as error:
        process.kill()
        process.communicate()
        raise FileRefused("imports.sheet_too_complex") from error
    if process.returncode != 0:
        raise FileRefused("imports.sheet_too_complex")
    answer: dict[str, Any] = json.loads(output)
    if answer["refusal"]:
        known = answer["refusal"] in SENTENCES
        raise FileRefused(answer["refusal"] if known else "imports.archive_unreadable")
