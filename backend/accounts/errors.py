"""Refusals of the accounts app."""

from backend.core.errors import DomainError, Invalid, NotPermitted
from backend.core.languages import text


class BadPhone(Invalid):
    code = "accounts.bad_phone"
    message = text(
        "请填写有效的中国内地、香港或澳门手机号码。",
        "Enter a valid mobile number of mainland China, Hong Kong or Macao.",
    )


class TooManyTokens(DomainError):
    code = "accounts.too_many_tokens"
    status = 409
    message = text(
        "访问令牌数量已达上限，请先撤销不用的令牌。", "You have too many tokens. Revoke one you no longer use."
    )


class TokenNotAllowedHere(NotPermitted):
    code = "accounts.session_needed"
    message = text("此操作需要在网页登录后进行。", "Sign in on the site to do this; a token cannot.")


class ScopeMissing(NotPermitted):
    code = "accounts.scope_missing"
    message = text("此访问令牌没有写入权限。", "This token may only read.")


class CsrfFailed(NotPermitted):
    """The same code and sentence as Django's own CSRF check answers, see `core.api`."""

    code = "core.csrf_failed"
    message = text("页面已过期，请刷新后重试。", "This page has expired. Reload it and try again.")


class AddressTaken(DomainError):
    """Said only to who has proved the address or number by its code."""

    code = "accounts.address_taken"
    status = 409
    message = text(
        "该邮箱或号码已属于另一个账号，请用它登录那个账号。",
        "This address or number belongs to another account. Sign in to that account with it.",
    )


class LastWayIn(DomainError):
    code = "accounts.last_way_in"
    status = 409
    message = text(
        "这是您登录的唯一方式。请先添加并确认一个邮箱，再移除号码。",
        "This is your only way to sign in. Add an e-mail address and confirm it before you remove the number.",
    )


class WrongCode(Invalid):
    code = "accounts.wrong_code"
    message = text("验证码不正确。", "This code is not right.")


class NoCodeAsked(DomainError):
    code = "accounts.no_code_asked"
    status = 409
    message = text("验证码已失效，请重新获取。", "This code no longer holds. Ask for a new one.")
