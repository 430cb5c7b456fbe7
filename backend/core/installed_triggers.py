"""Triggers of a whole app in one step of a migration: one operation for each would make the state of all models anew each time."""

from typing import Any

import pgtrigger.compiler
from django.db.migrations import RunPython


def install_triggers(app_label: str) -> RunPython:
    """The operation that installs what the models' options list as `triggers`; turned back, it removes them."""
    return RunPython(
        lambda apps, editor: _execute(apps, editor, app_label, "install_sql"),
        lambda apps, editor: _execute(apps, editor, app_label, "uninstall_sql"),
    )


def _execute(apps: Any, editor: Any, app_label: str, what: str) -> None:
    for model in apps.get_app_config(app_label).get_models():
        triggers: list[pgtrigger.compiler.Trigger] = getattr(model._meta, "triggers", [])
        for trigger in triggers:
            # Whole SQL: a percent sign in it is one.
            editor.execute(getattr(trigger, what), params=None)
