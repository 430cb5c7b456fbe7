"""What one event of the demo asks of its guests, what they answered, and who waits for its host's word."""

from typing import Any

from backend.console.demo.chance import demo_id
from backend.roadshows.enums import QuestionKind, RegistrationState
from backend.roadshows.models import Answer, Event, Question, Registration, TicketType

_WAIT = 6
_ROLES = (("投资机构", "Investor"), ("创业者", "Founder"), ("服务机构", "Services"))
_ASKED: tuple[dict[str, Any], ...] = (
    {
        "kind": QuestionKind.CHOICE,
        "label": "您的身份",
        "label_en": "Who are you?",
        "options": [zh for zh, _ in _ROLES],
        "options_en": [en for _, en in _ROLES],
        "is_required": True,
        "is_gated": True,
    },
    {"kind": QuestionKind.YES_NO, "label": "是否参加会后晚餐", "label_en": "Will you stay for dinner?"},
    {"kind": QuestionKind.SHORT_TEXT, "label": "饮食要求", "label_en": "Anything you do not eat?"},
)


def ask_guests(
    event: Event, kind: TicketType, registrations: list[Registration]
) -> tuple[list[Question], list[Answer]]:
    """Its host decides of each guest; the last few who came still wait. The places of all of them are held."""
    kind.needs_approval = True
    questions = [
        Question(id=demo_id("question", number), created_at=event.created_at, event=event, position=number + 1, **words)
        for number, words in enumerate(_ASKED)
    ]
    # What somebody eats matters only to who stays.
    questions[2].shown_if, questions[2].shown_if_values = questions[1], ["yes"]
    coming = [row for row in registrations if row.state == RegistrationState.CONFIRMED]
    for row in coming[-_WAIT:]:
        row.state = RegistrationState.PENDING_APPROVAL
    for row in coming[:-_WAIT]:
        row.approved_at = row.created_at
    answers = [
        Answer(
            id=demo_id(f"answer {number}", place),
            created_at=row.created_at,
            registration=row,
            question=questions[place],
            values=values,
        )
        for number, row in enumerate(coming)
        for place, values in enumerate(_said(number))
    ]
    return questions, answers


def _said(number: int) -> list[list[str]]:
    stays = number % 3 == 0
    role = [_ROLES[number % len(_ROLES)][0]]
    return [role, ["yes"], ["素食"]] if stays else [role, ["no"]]
