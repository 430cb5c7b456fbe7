"""Every event gets the one check-in list an event begins with."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def forwards(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    event, door = (apps.get_model("roadshows", name) for name in ("Event", "CheckInList"))
    without = event.objects.filter(check_in_lists=None).only("pk").iterator(chunk_size=500)
    door.objects.bulk_create(
        (door(event=row, position=1, name="入场签到", name_en="Entrance") for row in without), batch_size=500
    )


class Migration(migrations.Migration):
    dependencies = [("roadshows", "0010_the_door")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
