"""How a guest is reached: an e-mail address or a mobile number, one spelling each."""

import unicodedata
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from backend.accounts.errors import BadPhone
from backend.accounts.phones import normalize_phone
from backend.roadshows.errors import BadContact


def normalize_contact(written: str) -> str:
    """An address in lower case, or a number in E.164. Raises BadContact."""
    folded = unicodedata.normalize("NFKC", written).strip()
    try:
        if "@" not in folded:
            return normalize_phone(folded)
        validate_email(folded)
    except (BadPhone, ValidationError) as error:
        raise BadContact(fields={"contact": [BadContact.message]}) from error
    return folded.lower()


def by_contacts(contacts: Collection[str]) -> Q:
    """Rows of one of these addresses and numbers, each in its one spelling; where none is given, nothing."""
    return Q(email__in=contacts) | Q(phone__in=contacts)
