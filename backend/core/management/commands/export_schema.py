"""Write the OpenAPI schema the front end is generated from, or check that the committed file is in step."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import spectacular_settings
from drf_spectacular.validation import validate_schema

TARGET = Path(__file__).resolve().parents[4] / "frontend" / "openapi.json"


class Command(BaseCommand):
    help = "Export frontend/openapi.json; with --check only compare."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        generator: Any = spectacular_settings.DEFAULT_GENERATOR_CLASS or SchemaGenerator
        schema = generator().get_schema(request=None, public=True)
        if GENERATOR_STATS:
            # What the generator guessed or left out would reach the front end as a wrong type.
            raise CommandError("the schema has the warnings above; frontend/openapi.json was not written")
        validate_schema(schema)
        written = json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
        if not options["check"]:
            TARGET.write_text(written, encoding="utf-8")
            self.stdout.write(f"wrote {TARGET.name}")
        elif not TARGET.exists() or TARGET.read_text(encoding="utf-8") != written:
            raise CommandError("frontend/openapi.json is not in step with the code: run `make schema`")
