"""The schema the front end is generated from has no guesses in it."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from drf_spectacular.drainage import warn
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import spectacular_settings

from backend.core.management.commands import export_schema


def test_the_committed_schema_is_in_step_and_without_warnings() -> None:
    call_command("export_schema", "--check")


def test_a_warning_of_the_generator_fails_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "openapi.json"
    monkeypatch.setattr(export_schema, "TARGET", target)

    class Guessing(SchemaGenerator):
        def get_schema(self, *args: object, **kwargs: object) -> object:
            schema = super().get_schema(*args, **kwargs)  # type: ignore[no-untyped-call]
            warn("a field was guessed")
            return schema

    monkeypatch.setattr(spectacular_settings, "DEFAULT_GENERATOR_CLASS", Guessing)
    with pytest.raises(CommandError, match="warnings"):
        call_command("export_schema")
    assert not target.exists()
