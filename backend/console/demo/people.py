"""The people a visitor of the demo may be, and their accounts."""

from backend.accounts.demo import SIGN_INS, DemoSignIn
from backend.accounts.models import User
from backend.accounts.services import create_demo_person


def demo_sign_ins() -> tuple[DemoSignIn, ...]:
    """Every role with its e-mail and password; public on purpose."""
    return SIGN_INS


def create_people() -> dict[str, User]:
    """Role → account, made where it is not there yet."""
    return {sign_in.role: create_demo_person(sign_in) for sign_in in SIGN_INS}
