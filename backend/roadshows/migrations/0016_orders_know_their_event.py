"""Orders of places are summed up by their event, those written before that as well."""

from django.db import migrations

_FILL = """
UPDATE payments_order SET occasion_id = roadshows_event.id, occasion = roadshows_event.title
FROM roadshows_registration, roadshows_event
WHERE payments_order.subject_kind = 'roadshows.registration' AND payments_order.subject_id = roadshows_registration.id
AND roadshows_event.id = roadshows_registration.event_id AND payments_order.occasion_id IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0004_days_of_payments"), ("roadshows", "0015_payment_terms")]
    operations = [migrations.RunSQL(_FILL, migrations.RunSQL.noop)]
