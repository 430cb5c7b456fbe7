"""Every event gets the one kind of ticket an event begins with, and whoever registered has it."""

from uuid import UUID

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_OF_NOTHING = UUID(int=0)


def forwards(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    event, kind, registration, history = (
        apps.get_model("roadshows", name) for name in ("Event", "TicketType", "Registration", "RegistrationEvent")
    )
    for row in event.objects.filter(ticket_types=None).iterator(chunk_size=500):
        standard = kind.objects.create(event=row, position=1, name="普通票", name_en="Standard")
        for rows in (registration.objects, history.objects):
            rows.filter(event=row, ticket_type=None).update(ticket_type=standard)
    # Of events that are gone the history alone is left; no key of it is checked.
    history.objects.filter(ticket_type=None).update(ticket_type_id=_OF_NOTHING)


class Migration(migrations.Migration):
    dependencies = [("roadshows", "0006_ticket_types")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
