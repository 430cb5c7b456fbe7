"""A code by which somebody proves once more who they are, where there is neither password nor second factor to ask for.

django-allauth asks such people for nothing before it changes how they sign in; an open session would be enough to take
an account over.
"""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core.internal.cryptokit import compare_user_code
from django.http import HttpRequest

from backend.accounts.errors import NoCodeAsked, WrongCode
from backend.accounts.limits import PROOF, PROOF_REQUEST, count_step
from backend.accounts.models import User

_SESSION_KEY = "accounts_proof"


class _Proof(AbstractCodeVerificationProcess):  # type: ignore[misc]  # allauth has no types
    """The code of one session: for a quarter of an hour and three tries, as at sign-in."""

    def __init__(self, request: HttpRequest, person: User, state: dict[str, Any]) -> None:
        self.request = request
        super().__init__(
            max_attempts=app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
            timeout=app_settings.LOGIN_BY_CODE_TIMEOUT,
            state=state,
            user=person,
        )

    def send(self) -> None:
        adapter = get_adapter()
        self.state["code"] = code = adapter.generate_login_code()
        if self.user.email:
            adapter.send_mail("account/email/proof_code", self.user.email, {"code": code})
        else:
            adapter.send_verification_code_sms(user=self.user, phone=self.user.phone, code=code)
        self.persist()

    def persist(self) -> None:
        self.request.session[_SESSION_KEY] = self.state

    def abort(self) -> None:
        self.request.session.pop(_SESSION_KEY, None)


def send_code(request: HttpRequest, person: User) -> None:
    """Send a code to the person's address, or to their number where they have none. Raises TooManyRequests, Unavailable."""
    count_step(PROOF_REQUEST, request, {})
    _Proof(request, person, _Proof.initial_state(person)).send()


def confirm_code(request: HttpRequest, person: User, code: str) -> None:
    """The session counts as proved for a few minutes. Raises NoCodeAsked, WrongCode, TooManyRequests, Unavailable."""
    counted = count_step(PROOF, request, {})
    state = request.session.get(_SESSION_KEY)
    proof = _Proof(request, person, state).abort_if_invalid() if isinstance(state, dict) else None
    if proof is None:
        raise NoCodeAsked
    if not compare_user_code(actual=code, expected=proof.code):
        proof.record_invalid_attempt()
        raise WrongCode(fields={"code": [WrongCode.message]})
    proof.abort()
    if counted:
        counted.give_back()
    record_authentication(request, person, "code", reauthenticated=True)


def is_proved(request: HttpRequest, person: User) -> bool:
    """Has this session proved once more, within the last minutes, whose it is?"""
    records = get_authentication_records(request, person)
    latest = max((record["at"] for record in records if record.get("reauthenticated")), default=0)
    return bool(time.time() - latest < app_settings.REAUTHENTICATION_TIMEOUT)
