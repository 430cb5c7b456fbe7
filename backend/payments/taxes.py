"""Tax that is in a price, in whole minor units. What is left of a price and the tax in it are always the price.

Each payment is rounded by itself, half a unit up for what is left without tax; a report adds them up. Of a payment that
goes back in parts, each part takes the tax of what was kept before it less the tax of what is kept after it: all parts
together give back exactly what was in the payment.
"""

_WHOLE = 10_000


def tax_in(gross_minor: int, tax_bp: int) -> int:
    """The tax in a price, at a rate in hundredths of a percent."""
    return gross_minor - _without(gross_minor, tax_bp)


def tax_back(kept_minor: int, back_minor: int, tax_bp: int) -> int:
    """The tax that goes back with a part of what is kept."""
    return tax_in(kept_minor, tax_bp) - tax_in(kept_minor - back_minor, tax_bp)


def _without(gross_minor: int, tax_bp: int) -> int:
    parts = _WHOLE + tax_bp
    return (2 * gross_minor * _WHOLE + parts) // (2 * parts)
