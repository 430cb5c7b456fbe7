"""What is counted at sign-in: every call by the caller's address, and each step by the account it is about.

django-allauth has limits of its own. Those on messages and on what a signed-in person does stay in force; its limit on
failed sign-ins is off (`ACCOUNT_RATE_LIMITS`) and this one stands in its place, because allauth's knows accounts by
e-mail alone, so that five wrong tries at any phone number closed sign-in by phone to everybody, because an attacker
who fails the second factor would close re-authentication to the person who is signed in, and because it does not count
the codes that are checked by GET.

An account is known here by what the caller typed, whether it exists or not, and never by its id before a password or a
code was right: otherwise a refusal would tell which addresses belong to one person.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from allauth.account.internal.flows.password_reset_by_code import PASSWORD_RESET_VERIFICATION_SESSION_KEY
from allauth.account.internal.flows.phone_verification import PHONE_VERIFICATION_SESSION_KEY
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from django.http import HttpRequest

from backend.accounts.errors import BadPhone
from backend.accounts.phones import normalize_phone
from backend.core.ratelimit import Limit, client_address, consume, give_back

ROOT = "/_allauth/browser/v1/"
PER_ADDRESS = Limit("accounts.sign_in_address", 60, 60)

Body: TypeAlias = Mapping[str, Any]
AccountOf: TypeAlias = Callable[[HttpRequest, Body], str]


@dataclass(frozen=True, slots=True)
class Step:
    """A thing one may try only so often at one account. A right guess is given back, a message sent is not."""

    name: str
    account_of: AccountOf
    is_guess: bool = True

    @property
    def limits(self) -> tuple[Limit, Limit]:
        """The second one is what a patient guesser meets."""
        a_minute, an_hour = (10, 50) if self.is_guess else (5, 20)
        return Limit(f"accounts.{self.name}", a_minute, 60), Limit(f"accounts.{self.name}_hour", an_hour, 3600)


def named_account(email_or_phone: str) -> str:
    """One spelling for all that allauth takes for the same address or number."""
    folded = unicodedata.normalize("NFKC", email_or_phone.strip()).casefold()[:254]
    if "@" in folded:
        return folded
    try:
        return normalize_phone(folded)
    except BadPhone:
        return folded


def _typed(request: HttpRequest, body: Body) -> str:
    """A blank address names nobody, so the number beside it is the account."""
    named = (body.get(name) for name in ("email", "phone"))
    return next((found for one in named if isinstance(one, str) and (found := named_account(one))), "")


def _addressed(state: object) -> str:
    named = state.get("email") or state.get("phone") if isinstance(state, dict) else ""
    return named_account(named) if isinstance(named, str) else ""


def _held(request: HttpRequest, body: Body) -> str:
    """The person of a session: what others do elsewhere is not counted against it."""
    return f"person {request.user.pk}" if request.user.is_authenticated else ""


def _half_signed_in(request: HttpRequest, body: Body) -> str:
    login = request.session.get(LOGIN_SESSION_KEY)
    return f"person {login.get('user_pk')}" if isinstance(login, dict) else ""


def _code_sent_to(request: HttpRequest, body: Body) -> str:
    """Where the code went that this session is being asked for."""
    if person := _held(request, body):
        return person
    login = request.session.get(LOGIN_SESSION_KEY)
    stages = login.get("state", {}).get("stages", {}) if isinstance(login, dict) else {}
    current = stages.get(stages.get("current")) if isinstance(stages, dict) else None
    stage = current.get("data") if isinstance(current, dict) else None
    keys = (EMAIL_VERIFICATION_CODE_SESSION_KEY, PHONE_VERIFICATION_SESSION_KEY)
    found = (_addressed(state) for state in (stage, *(request.session.get(key) for key in keys)))
    return next((named for named in found if named), "")


def _reset_of(request: HttpRequest, body: Body) -> str:
    return _addressed(request.session.get(PASSWORD_RESET_VERIFICATION_SESSION_KEY))


PASSWORD = Step("password", _typed)
SIGN_UP = Step("sign_up", _typed, is_guess=False)
CODE_REQUEST = Step("code_request", _typed, is_guess=False)
CODE_RESEND = Step("code_resend", _code_sent_to, is_guess=False)
CODE = Step("code", _code_sent_to)
RESET_REQUEST = Step("reset_request", _typed, is_guess=False)
RESET = Step("reset", _reset_of)
SECOND_FACTOR = Step("second_factor", _half_signed_in)
REAUTHENTICATION = Step("reauthentication", _held)
ADDRESS_CHANGE = Step("address_change", _code_sent_to, is_guess=False)
# Of our own, for who has neither password nor second factor: see `proofs`.
PROOF_REQUEST = Step("proof_request", _held, is_guess=False)
PROOF = Step("proof", _held)

STEPS: Mapping[str, Step] = {
    "auth/login": PASSWORD,
    "auth/signup": SIGN_UP,
    "auth/code/request": CODE_REQUEST,
    "auth/code/resend": CODE_RESEND,
    "auth/email/verify/resend": CODE_RESEND,
    "auth/phone/verify/resend": CODE_RESEND,
    "auth/code/confirm": CODE,
    "auth/email/verify": CODE,
    "auth/phone/verify": CODE,
    "auth/password/request": RESET_REQUEST,
    "auth/password/reset": RESET,
    "auth/2fa/authenticate": SECOND_FACTOR,
    "auth/reauthenticate": REAUTHENTICATION,
    "auth/2fa/reauthenticate": REAUTHENTICATION,
    "account/password/change": REAUTHENTICATION,
    "account/email": ADDRESS_CHANGE,
    "account/phone": ADDRESS_CHANGE,
}


@dataclass(frozen=True, slots=True)
class Counted:
    """A try that was let through."""

    step: Step
    account: str

    def give_back(self) -> None:
        for limit in self.step.limits:
            give_back(limit, self.account)


def is_counted(request: HttpRequest) -> bool:
    """Reading is free, but where a secret is guessed GET checks it as well."""
    step = STEPS.get(request.path.removeprefix(ROOT))
    return request.method not in {"GET", "HEAD"} or bool(step and step.is_guess)


def count_try(request: HttpRequest, body: Body) -> Counted | None:
    """Raises TooManyRequests, and Unavailable where nothing can be counted: an unlimited guesser finds any code."""
    consume(PER_ADDRESS, client_address(request), must_count=True)
    step = STEPS.get(request.path.removeprefix(ROOT))
    return count_step(step, request, body) if step else None


def count_step(step: Step, request: HttpRequest, body: Body) -> Counted | None:
    """As `count_try`, for a step that is known. None where it is about nobody."""
    account = step.account_of(request, body)
    if not account:
        return None
    for limit in step.limits:
        consume(limit, account, must_count=True)
    return Counted(step, account)


def forget_tries(email_or_phone: str, person_id: str = "") -> None:
    """Let somebody try again at once who was locked out by others."""
    for step in {*STEPS.values(), PROOF_REQUEST, PROOF}:
        for account in (named_account(email_or_phone), f"person {person_id}"):
            for limit in step.limits:
                give_back(limit, account, everything=True)
