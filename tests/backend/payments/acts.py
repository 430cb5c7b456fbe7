"""What tests of payments do and ask again and again."""

from backend.core import clock
from backend.core.actors import SYSTEM
from backend.core.models import OutboxEvent
from backend.organizations.models import Organization
from backend.payments.models import Checkout, Order
from backend.payments.services import notices, orders, refunds
from tests.factories.payments import OrderFactory
from tests.support.till import Till

BACK = {"success_url": "https://street.example/tickets/x?paid=1", "cancel_url": "https://street.example/tickets/x"}


def opened(order: Order) -> Checkout:
    """The page of an order, as its payer asks for it."""
    return orders.open_checkout(
        actor=SYSTEM,
        order_id=order.pk,
        now=clock.now(),
        success_url=BACK["success_url"],
        cancel_url=BACK["cancel_url"],
    )


def bought(payee: Organization) -> Order:
    """Something of the payee's that nobody has paid yet."""
    order: Order = OrderFactory.create(payee=payee)
    return order


def paid(till: Till, order: Order) -> Order:
    """The order once its money is here."""
    till.pay(opened(order).session_id)
    till.hand_over()
    work_off()
    return order


def work_off() -> None:
    """What the jobs do after notices came."""
    notices.work_off(now=clock.now())
    refunds.send_due(now=clock.now())


def published(order: Order) -> list[str]:
    """What became of an order, as its seller hears it."""
    rows = OutboxEvent.objects.filter(name__startswith="payments.", payload__order_id=str(order.pk)).order_by("id")
    return list(rows.values_list("name", flat=True))
