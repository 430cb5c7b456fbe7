"""Sign-in: allauth headless for the site, our own revocable tokens for machines."""

from backend.config.settings import env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "backend.accounts.backends.AccountBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]

HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
HEADLESS_FRONTEND_URLS = {
    "account_confirm_email": f"{env.PUBLIC_URL}/login/verify?key={{key}}",
    "account_reset_password": f"{env.PUBLIC_URL}/login/reset",
    "account_reset_password_from_key": f"{env.PUBLIC_URL}/login/reset?key={{key}}",
    "account_signup": f"{env.PUBLIC_URL}/login?mode=signup",
}
ACCOUNT_ADAPTER = "backend.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
# allauth wants the address marked as required; our form accepts a phone number instead (see accounts.forms).
ACCOUNT_SIGNUP_FIELDS: list[str] = ["email*", "phone", "password1"]
ACCOUNT_SIGNUP_FORM_CLASS = "backend.accounts.forms.SignupForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PHONE_VERIFICATION_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
# Who holds an open session proves once more who they are before addresses change.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
# Six digits, as everybody here expects; three tries each, and few codes a minute.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
# Failed tries are counted by `accounts.limits`, which says why, and so are changes of a number: allauth counts the call
# that only learns that a proof is wanted, and would refuse the one after the proof for a minute. Its other limits stay.
ACCOUNT_RATE_LIMITS = {"login_failed": None, "change_phone": None}
ALLAUTH_TRUSTED_PROXY_COUNT = env.TRUSTED_PROXIES

MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Xiangmihu"
MFA_ADAPTER: str = "backend.accounts.adapter.MfaAdapter"

SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_ENGINE = "django.contrib.sessions.backends.db"
