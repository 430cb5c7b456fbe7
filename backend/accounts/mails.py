"""Mails about sign-in, in the reader's language. Each is one file: the first line is the subject, the rest the text.

`accounts/mail/<name>.zh.txt` and `.en.txt`; traditional Chinese is made from the simplified text.
"""

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from backend.accounts.models import User
from backend.core.languages import Language, to_traditional


def language_of(email: str) -> str:
    """What the reader chose, or the language of the page when we do not know the reader."""
    chosen = User.objects.filter(email=email.lower()).values_list("language", flat=True).first()
    return chosen or translation.get_language() or Language.ZH_HANS


def render(name: str, language: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and text. Raises TemplateDoesNotExist for a mail nobody wrote."""
    written = "en" if language.startswith("en") else "zh"
    with translation.override(language):
        filled = render_to_string(f"accounts/mail/{name}.{written}.txt", context).strip()
    if language == Language.ZH_HANT:
        filled = to_traditional(filled)
    subject, _, body = filled.partition("\n")
    return subject.strip(), body.strip() + "\n"
