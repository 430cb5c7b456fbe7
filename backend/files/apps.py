from importlib import import_module

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "backend.files"

    def ready(self) -> None:
        import_module("backend.files.handlers")
