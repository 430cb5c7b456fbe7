"""The words of a mail to guests: placeholders, and who reads it in which language."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils import translation

from backend.core.languages import Language, text
from backend.roadshows.models import DecisionLetter, Event, Mailing, Registration
from backend.roadshows.wording import begin_of, place_of, title_of

# Written in braces; what a guest reads instead of each stands in `_values`.
PLACEHOLDERS = ("name", "organization", "event", "when", "where", "code", "ticket")
_PLACEHOLDER = re.compile(r"\{([a-z_]{1,30})\}")
_FIELDS: Mapping[Language, tuple[str, str]] = {
    Language.ZH_HANS: ("subject_zh_hans", "body_zh_hans"),
    Language.ZH_HANT: ("subject_zh_hant", "body_zh_hant"),
    Language.EN: ("subject_en", "body_en"),
}
WORD_FIELDS = tuple(name for names in _FIELDS.values() for name in names)
# Whoever reads one script of Chinese reads the other one too.
_INSTEAD: Mapping[Language, tuple[Language, ...]] = {
    Language.ZH_HANS: (Language.ZH_HANS, Language.ZH_HANT, Language.EN),
    Language.ZH_HANT: (Language.ZH_HANT, Language.ZH_HANS, Language.EN),
    Language.EN: (Language.EN, Language.ZH_HANS, Language.ZH_HANT),
}
_FOOT = text(
    "您收到此邮件，是因为您报名了“{event}”。邮件由主办方 {host} 通过香蜜湖创投街区发送。\n不再接收该主办方的群发邮件：\n{stop}",
    "You get this mail because you registered for “{event}”. Its host, {host}, sent it through the Xiangmihu venture "
    "street.\nNo more mails to guests from this host:\n{stop}",
)


@dataclass(frozen=True, slots=True)
class Words:
    """One mail as one guest reads it."""

    subject: str
    body: str


def unknown_placeholders(words: str, known: Collection[str] = PLACEHOLDERS) -> list[str]:
    """In the order they stand; a brace around anything else is a brace."""
    return [name for name in _PLACEHOLDER.findall(words) if name not in known]


def written_in(mailing: Mailing | DecisionLetter) -> list[Language]:
    """Languages with both a subject and a text."""
    return [language for language in _FIELDS if all(words_in(mailing, language))]


def half_written(mailing: Mailing | DecisionLetter) -> list[str]:
    """Fields that are blank beside one that is not."""
    found = []
    for language, names in _FIELDS.items():
        said = words_in(mailing, language)
        if any(said) and not all(said):
            found += [name for name, words in zip(names, said, strict=True) if not words]
    return found


def language_for(guest_language: str, written: Iterable[Language]) -> Language:
    """What somebody who registered in a language gets; `written` holds one at least."""
    there = set(written)
    return next(language for language in _INSTEAD[Language(guest_language)] if language in there)


def words_for(mailing: Mailing, guest: Registration, *, ticket: str, stop: str) -> Words:
    """The mail of one guest. `ticket` and `stop` are links; whoever shows the mail to somebody else gives none of theirs."""
    language = language_for(guest.language, written_in(mailing))
    subject, body = words_in(mailing, language)
    with translation.override(language):
        values = _values(mailing.event, guest, ticket)
        foot = str(_FOOT).format(event=values["event"], host=mailing.event.organization.display_name, stop=stop)
    # A header has one line, whatever a name holds.
    return Words(" ".join(filled(subject, values).split()), f"{filled(body, values)}\n\n—\n{foot}\n")


def words_in(mailing: Mailing | DecisionLetter, language: Language) -> tuple[str, str]:
    """Subject and text, blank where they are not written."""
    subject, body = _FIELDS[language]
    return getattr(mailing, subject), getattr(mailing, body)


def _values(event: Event, guest: Registration, ticket: str) -> dict[str, str]:
    return {
        "name": guest.name,
        "organization": guest.organization_name,
        "event": title_of(event),
        "when": begin_of(event),
        "where": place_of(event),
        "code": guest.code,
        "ticket": ticket,
    }


def filled(words: str, values: Mapping[str, str]) -> str:
    """In one pass, so that a guest who calls themselves {ticket} gets no ticket into the text."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), words)
