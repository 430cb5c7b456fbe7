"""Refusals of the operator's desk."""

from backend.core.errors import NotPermitted
from backend.core.languages import text


class OperatorsOnly(NotPermitted):
    code = "console.operators_only"
    message = text(
        "此处仅供街区运营使用，且须通过两步验证登录。",
        "This desk is for the street's operators, signed in with a second factor.",
    )
