"""Every payment knows when it came, so that the report counts it; of an order's one payment, its order does."""

from django.db import migrations

_FILL = """
UPDATE payments_checkout SET paid_at = payments_order.paid_at FROM payments_order
WHERE payments_order.id = order_id AND payments_checkout.state = 'paid' AND payments_checkout.paid_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_beside_the_gateway")]
    operations = [migrations.RunSQL(_FILL, migrations.RunSQL.noop)]
