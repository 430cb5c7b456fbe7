"""Mobile numbers of mainland China, Hong Kong and Macao, in E.164."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from backend.accounts.errors import BadPhone

_REGIONS = {86, 852, 853}
_MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def normalize_phone(written: str) -> str:
    """`138 0013 8000` → `+8613800138000`; a number without a country code is a mainland one. Raises BadPhone."""
    try:
        number = phonenumbers.parse(written, "CN")
    except NumberParseException as error:
        raise BadPhone from error
    known = number.country_code in _REGIONS and phonenumbers.is_valid_number(number)
    if not known or phonenumbers.number_type(number) not in _MOBILE:
        raise BadPhone
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
