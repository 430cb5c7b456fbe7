from django.apps import AppConfig


class RehearsalsConfig(AppConfig):
    name = "backend.rehearsals"
