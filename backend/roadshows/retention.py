"""How long names and contacts of guests are kept once their event is over: dated rules as data.

Rules are replaced, not edited: a new one gets its own `valid_from`, so that what held when can be told later. A consent
text that names a figure brings a rule with that figure.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.conf import settings


class Status(StrEnum):
    FIGURE_IN_CONSENT = "figure_in_consent"
    OPERATOR_SETTING = "operator_setting"  # neither the text nor the law names days; counsel should confirm the figure


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """`setting` names the number of days; `source` is what the rule rests on."""

    setting: str
    valid_from: date
    source: str
    status: Status

    @property
    def kept_for(self) -> timedelta:
        return timedelta(days=getattr(settings, self.setting))


# Personal Information Protection Law art. 19: the shortest time the purpose needs; art. 47: deletion when it has ended.
# The guests' consent says what for (registering, admitting, telling about the event), and not how long.
RULES = (
    RetentionRule(
        "GUEST_CONTACTS_KEPT_DAYS",
        date(2026, 11, 25),
        "个人信息保护法 第十九条、第四十七条；来宾同意书 2026-11-25（写明用途，未写明期限）",
        Status.OPERATOR_SETTING,
    ),
)


def rule_on(day: date) -> RetentionRule:
    """The newest rule in force; before the first one, the first."""
    rows = sorted(RULES, key=lambda rule: rule.valid_from)
    return ([rule for rule in rows if rule.valid_from <= day] or rows[:1])[-1]
