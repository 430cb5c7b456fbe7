"""Load the shipped editions of the sector tree; migrating does the same."""

from typing import Any

from django.core.management.base import BaseCommand

from backend.taxonomy import editions, services


class Command(BaseCommand):
    help = "Bring the sector tree in step with its data files. Safe to run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in editions.shipped():
            edition = editions.read(folder)
            changed = services.load_edition(edition)
            self.stdout.write(f"{edition.code}: {len(edition.nodes)} sectors, {'loaded' if changed else 'unchanged'}")
