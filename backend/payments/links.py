"""Links to the files of fapiao, for whoever keeps the books: they open one file, nothing else, and need no account."""

from uuid import UUID

from django.conf import settings
from django.core import signing

_SALT = "payments.fapiao.file"


def path_of(row_id: UUID) -> str:
    """The file of a fapiao, or of one of its red letters, by the id of that row."""
    return f"/api/v1/fapiao/files/{signing.dumps(row_id.hex, salt=_SALT)}/"


def address_of(row_id: UUID) -> str:
    return f"{settings.PUBLIC_URL}{path_of(row_id)}"


def read_token(token: str) -> UUID | None:
    """The row's id, or None for anything we did not sign."""
    try:
        return UUID(hex=signing.loads(token, salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None
