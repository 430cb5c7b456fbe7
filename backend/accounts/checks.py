"""Whether codes can reach people by message."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.utils.module_loading import import_string

from backend.core.checks import STARTING

_CONSOLE = "backend.accounts.sms.ConsoleSms"
_GATEWAY = "backend.accounts.sms.GatewaySms"


@checks.register(STARTING, deploy=True)
def check_sms(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    said = ""
    if settings.SMS_BACKEND == _CONSOLE:
        said = "" if settings.LOCAL else "SMS_URL is not set: codes would be printed on the server."
    elif settings.SMS_BACKEND == _GATEWAY:
        if not settings.SMS_SECRET:
            said = "SMS_SECRET is not set: the gateway could not tell us from others."
        elif not settings.LOCAL and not settings.SMS_URL.startswith("https://"):
            said = "SMS_URL must start with https://, for numbers and codes travel there."
    else:
        try:
            import_string(settings.SMS_BACKEND)
        except ImportError:
            said = f"SMS_BACKEND names no class: {settings.SMS_BACKEND}."
    return [checks.Error(said, hint="docs/how-to/deploy.md says what it means.", id="xmh.SMS")] if said else []
