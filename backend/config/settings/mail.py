"""Mail and SMS. Without a configured server they are printed, and the demo says so."""

from urllib.parse import unquote, urlsplit

from backend.config.settings import env

DEFAULT_FROM_EMAIL = "香蜜湖创投街区 <no-reply@xiangmihu.example>"
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
SMS_BACKEND = env.SMS_BACKEND or f"backend.accounts.sms.{'GatewaySms' if env.SMS_URL else 'ConsoleSms'}"
SMS_URL = env.SMS_URL
SMS_SECRET = env.SMS_SECRET
if env.EMAIL_URL:
    _parts = urlsplit(env.EMAIL_URL)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _parts.hostname or "localhost"
    # A server that does not answer must not hold up the worker.
    EMAIL_TIMEOUT = 20
    EMAIL_PORT = _parts.port or 587
    EMAIL_HOST_USER = unquote(_parts.username or "")
    EMAIL_HOST_PASSWORD = unquote(_parts.password or "")
    EMAIL_USE_TLS = _parts.scheme == "smtp+tls"
    EMAIL_USE_SSL = _parts.scheme == "smtps"
