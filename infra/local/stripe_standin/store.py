"""What the stand-in remembers: objects, answers by idempotency key, and events on their way. One SQLite file, one lock."""

from __future__ import annotations

import json
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Body = dict[str, Any]

_TABLES = """
CREATE TABLE IF NOT EXISTS objects (id TEXT PRIMARY KEY, kind TEXT NOT NULL, number INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS objects_by_kind ON objects (kind, number);
CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, question TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS deliveries (
    number INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, due REAL NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'waiting'
);
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (state, due);
"""


@dataclass(frozen=True)
class Answer:
    """A status and a body, as they were given the first time."""

    status: int
    body: Body


class Store:
    """Every change is made inside `changing`, which is one transaction of the file and one turn of the lock."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + _TABLES)
        self._lock = threading.RLock()
        self._is_changing = False

    @contextmanager
    def changing(self) -> Iterator[None]:
        """All of what is done inside, or nothing of it."""
        with self._lock:
            if self._is_changing:
                yield
                return
            self._is_changing = True
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            else:
                self._connection.execute("COMMIT")
            finally:
                self._is_changing = False

    def put(self, body: Body) -> None:
        """Keep an object under its id, new or changed."""
        with self.changing():
            self._connection.execute(
                "INSERT INTO objects (id, kind, number, body) VALUES (?, ?, (SELECT COUNT(*) FROM objects), ?)"
                " ON CONFLICT (id) DO UPDATE SET body = excluded.body",
                (body["id"], body["object"], json.dumps(body)),
            )

    def get(self, kind: str, identity: str) -> Body | None:
        found = self._read("SELECT body FROM objects WHERE id = ? AND kind = ?", identity, kind)
        return json.loads(found[0][0]) if found else None

    def all_of(self, kind: str) -> list[Body]:
        """Every object of a kind, oldest first."""
        return [
            json.loads(row[0]) for row in self._read("SELECT body FROM objects WHERE kind = ? ORDER BY number", kind)
        ]

    def answer_of(self, key: str) -> tuple[str, Answer] | None:
        """The question a key was used for, and its answer."""
        found = self._read("SELECT question, status, body FROM answers WHERE key = ?", key)
        return (found[0][0], Answer(found[0][1], json.loads(found[0][2]))) if found else None

    def remember(self, key: str, question: str, answer: Answer) -> None:
        with self.changing():
            self._connection.execute(
                "INSERT INTO answers (key, question, status, body) VALUES (?, ?, ?, ?)",
                (key, question, answer.status, json.dumps(answer.body)),
            )

    def send(self, event: Body, *, at: float, copies: int = 1) -> None:
        """Have an event delivered from a moment on."""
        with self.changing():
            for _ in range(copies):
                self._connection.execute("INSERT INTO deliveries (event, due) VALUES (?, ?)", (json.dumps(event), at))

    def due(self, now: float, most: int = 50) -> list[tuple[int, Body, int]]:
        """Deliveries whose time has come: number, event, how often it was tried."""
        rows = self._read(
            "SELECT number, event, tries FROM deliveries WHERE state = 'waiting' AND due <= ? ORDER BY due, number LIMIT ?",
            now,
            most,
        )
        return [(number, json.loads(event), tries) for number, event, tries in rows]

    def tried(self, number: int, *, state: str, again_at: float) -> None:
        """`state` is waiting, delivered, dropped or given_up."""
        with self.changing():
            self._connection.execute(
                "UPDATE deliveries SET tries = tries + 1, state = ?, due = ? WHERE number = ?",
                (state, again_at, number),
            )

    def undelivered(self) -> int:
        return int(self._read("SELECT COUNT(*) FROM deliveries WHERE state = 'waiting'")[0][0])

    def clear(self) -> None:
        with self.changing():
            for table in ("objects", "answers", "deliveries"):
                self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 - a constant

    def _read(self, statement: str, *values: Any) -> list[Any]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()


def new_id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(12)}"
