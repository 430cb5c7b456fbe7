"""An event in words of the active language: the same in mails, messages and notices."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language

from backend.core.languages import text
from backend.core.money import Currency, Money
from backend.roadshows.enums import NO, YES, QuestionKind
from backend.roadshows.models import AgendaItem, Answer, Event, Question, ReleasedItem, TicketType

_ONLINE = text("线上", "Online")
_FREE = text("免费", "free")
_QUOTED, _SPOKEN = text("「{title}」", "“{title}”"), text("（{speaker}）", " ({speaker})")
_SAID = {YES: text("是", "Yes"), NO: text("否", "No")}


def is_english() -> bool:
    return (get_language() or "").startswith("en")


def title_of(event: Event) -> str:
    return event.title_en if is_english() and event.title_en else event.title


def begin_of(event: Event) -> str:
    return moment_of(event.starts_at)


def span_of(event: Event) -> str:
    """Begin and end; of one day the day is said once."""
    begin, end = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    until = f"{end:%H:%M}" if begin.date() == end.date() else moment_of(event.ends_at)
    return f"{moment_of(event.starts_at)} – {until}"


def place_of(event: Event) -> str:
    return str(_ONLINE) if event.is_online else " ".join(filter(None, (event.venue, event.address)))


def kind_of(ticket_type: TicketType) -> str:
    return ticket_type.name_en if is_english() and ticket_type.name_en else ticket_type.name


def several(kind: str, count: int) -> str:
    """So many places of a kind; of one, its name alone."""
    return f"{kind} × {count}" if count > 1 else kind


def sum_of(money: Money) -> str:
    return f"{money.currency} {money.major:,.2f}"


def price_of(ticket_type: TicketType, count: int = 1) -> str:
    """Of so many places together."""
    total = Money(ticket_type.price_minor * count, Currency(ticket_type.currency))
    return sum_of(total) if total.minor else str(_FREE)


def moment_of(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def line_title(line: AgendaItem | ReleasedItem) -> str:
    return line.title_en if is_english() and line.title_en else line.title


def line_in_words(line: AgendaItem | ReleasedItem) -> str:
    """“Title” (speakers)."""
    spoken = str(_SPOKEN).format(speaker=line.speaker) if line.speaker else ""
    return str(_QUOTED).format(title=line_title(line)) + spoken


def question_in_words(question: Question) -> str:
    return question.label_en if is_english() and question.label_en else question.label


def answer_in_words(answer: Answer) -> str:
    """Of several options all, in one line; options in the page's language."""
    question = answer.question
    if question.kind == QuestionKind.YES_NO:
        return str(_SAID[answer.values[0]])
    english = dict(zip(question.options, question.options_en, strict=False)) if is_english() else {}
    return "; ".join(english.get(one) or one for one in answer.values)
