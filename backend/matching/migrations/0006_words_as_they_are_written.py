"""What pitches said last, kept to tell what is new: one list of marked atoms becomes words, Chinese and sectors."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_ABOUT, _WORD = "about:", "word:"


def _split(view: dict[str, Any]) -> dict[str, Any]:
    if "tokens" not in view:
        return view
    tokens = view.pop("tokens")
    words = [token.removeprefix(_WORD) for token in tokens if token.startswith(_WORD)]
    return view | {
        "about": [token.removeprefix(_ABOUT) for token in tokens if token.startswith(_ABOUT)],
        "words": [word for word in words if not _is_chinese(word)],
        "chinese": [word for word in words if _is_chinese(word)],
    }


def _is_chinese(word: str) -> bool:
    return "\u3400" <= word[0] <= "\u9fff" or "\uf900" <= word[0] <= "\ufaff"


def forwards(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    for row in apps.get_model("matching", "MatchedPitch").objects.iterator(chunk_size=500):
        row.views = {audience: _split(view) for audience, view in row.views.items()}
        row.save(update_fields=["views"])


class Migration(migrations.Migration):
    dependencies = [("matching", "0005_saved_searches")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
