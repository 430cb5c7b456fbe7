from backend.payments.models.fapiao import Fapiao, RedLetter
from backend.payments.models.order import Checkout, Order, Refund, WebhookEvent, new_code
from backend.payments.models.payee import PayeeTerms
from backend.payments.models.request import RefundRequest
from backend.payments.models.transfer import Transfer, TransferProof

__all__ = [
    "Checkout",
    "Fapiao",
    "Order",
    "PayeeTerms",
    "RedLetter",
    "Refund",
    "RefundRequest",
    "Transfer",
    "TransferProof",
    "WebhookEvent",
    "new_code",
]
