"""What the services would never have let in: asked of the stored rows after every bulk write."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from backend.core.errors import DomainError
from backend.core.languages import text
from backend.core.money import MAX_MINOR
from backend.deals import completeness
from backend.deals.enums import OPEN_STAGES, PitchState, ThesisState
from backend.deals.models import FundingRound, Pitch, PitchTraction, Thesis
from backend.deals.selectors import pitches as pitch_selectors
from backend.organizations.enums import MemberRole, OrganizationKind, VerificationState
from backend.organizations.models import Fund, Membership, Organization
from backend.organizations.selectors.organizations import verified_at
from backend.roadshows.enums import EventState
from backend.roadshows.models import AgendaItem, Event, Registration
from backend.roadshows.selectors.places import miscounted
from backend.taxonomy import selectors as taxonomy

_SAMPLE = 97


class BrokenInvariant(DomainError):
    """The demo is not what the services could have made; nothing of it is kept."""

    code = "console.demo_broken"
    status = 500
    message = text("演示数据不满足业务规则。", "The demo breaks a rule of the product.")

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}"


def check(*, now: datetime) -> None:
    """Look at every demo row. Raises BrokenInvariant naming all that is wrong."""
    wrong = [line for lines in _parts(now) for line in lines]
    if wrong:
        raise BrokenInvariant("; ".join(wrong))


def _parts(now: datetime) -> Iterable[Iterator[str]]:
    return (_organizations(), _pitches(now), _theses(now), _history(now), _events(now))


def _none_of(rows: QuerySet[Any], saying: str) -> Iterator[str]:
    count = rows.count()
    if count:
        yield f"{count} {saying}"


def _organizations() -> Iterator[str]:
    rows = Organization.objects.filter(is_demo=True)
    owners = Count("memberships", filter=Q(memberships__role=MemberRole.OWNER))
    yield from _none_of(rows.annotate(owners=owners).exclude(owners=1), "organizations without exactly one owner")
    undated = Q(verified_at=None) | Q(verified_until=None) | Q(verified_until__lte=F("verified_at"))
    verified = rows.filter(verification_state=VerificationState.VERIFIED)
    yield from _none_of(verified.filter(undated), "verifications without dates in order")
    nameless = verified.filter(country="CHN", uscc=None)
    yield from _none_of(nameless, "verified mainland organizations without a credit code")
    yield from _unknown_sectors("organizations", rows.values_list("sectors", flat=True))
    strangers = Membership.objects.filter(organization__is_demo=True, person__is_demo=False).count()
    if strangers:
        yield f"{strangers} real people in demo organizations"


def _pitches(now: datetime) -> Iterator[str]:
    rows = Pitch.objects.filter(organization__is_demo=True)
    published = rows.filter(state=PitchState.PUBLISHED)
    unverified = published.exclude(organization__in=Organization.objects.filter(verified_at(now)))
    yield from _none_of(unverified, "published pitches of companies not verified")
    yield from _none_of(rows.exclude(organization__kind=OrganizationKind.STARTUP), "pitches of other than startups")
    submitted = rows.exclude(state=PitchState.DRAFT)
    lacking = Q(one_liner="") | Q(sector_primary="") | Q(stage="") | Q(city="") | Q(amount_target_minor=None)
    yield from _none_of(submitted.filter(lacking), "submitted pitches without the essentials")
    yield from _none_of(submitted.filter(submitted_at=None), "submitted pitches without a date")
    yield from _none_of(rows.exclude(stage="").exclude(stage__in=OPEN_STAGES), "pitches of a stage nobody raises")
    yield from _none_of(rows.exclude(sectors__contains=[F("sector_primary")]), "pitches outside their own sectors")
    low, target, high = F("amount_min_minor"), F("amount_target_minor"), F("amount_max_minor")
    out_of_order = Q(amount_target_minor__lt=low) | Q(amount_max_minor__lt=target) | Q(amount_max_minor__gt=MAX_MINOR)
    yield from _none_of(
        rows.filter(out_of_order | Q(amount_max_minor__lt=low) | Q(amount_min_minor__gt=high)), "bad asks"
    )
    late = Q(published_at__gt=now) | Q(submitted_at__gt=now) | Q(last_confirmed_at__gt=now)
    yield from _none_of(rows.filter(late), "pitches with dates to come")
    yield from _unknown_sectors("pitches", rows.values_list("sectors", flat=True))
    yield from _unmeasured(rows)
    negative = PitchTraction.objects.filter(pitch__in=rows, gross_margin_pct__gt=100).count()
    if negative:
        yield f"{negative} margins above 100 percent"


def _unmeasured(rows: QuerySet[Pitch]) -> Iterator[str]:
    """A sample is measured again, one by one, as the services do it."""
    for pitch in rows.select_related("organization", *pitch_selectors.BLOCK_ROWS).order_by("pk")[::_SAMPLE]:
        if pitch.completeness != completeness.measure(pitch_selectors.stated_values(pitch)).percent:
            yield f"completeness of pitch {pitch.pk} is not what the services compute"


def _theses(now: datetime) -> Iterator[str]:
    rows = Thesis.objects.filter(firm__is_demo=True)
    published = rows.filter(state=ThesisState.PUBLISHED)
    unverified = published.exclude(firm__in=Organization.objects.filter(verified_at(now)))
    yield from _none_of(unverified, "published theses of firms not verified")
    yield from _none_of(rows.exclude(firm__kind=OrganizationKind.INVESTMENT_FIRM), "theses of other than firms")
    silent = Q(stages=[]) | Q(sectors_include=[]) | Q(ticket_max_minor=None) | Q(published_at=None)
    yield from _none_of(published.filter(silent), "published theses that do not say enough")
    yield from _none_of(rows.exclude(fund=None).exclude(fund__firm=F("firm")), "theses of another firm's fund")
    yield from _unknown_sectors("theses", rows.values_list("sectors_include", flat=True))
    overdrawn = Fund.objects.filter(firm__is_demo=True, paid_in_minor__gt=F("committed_minor")).count()
    if overdrawn:
        yield f"{overdrawn} funds paid in beyond what was committed"


def _history(now: datetime) -> Iterator[str]:
    rows = FundingRound.objects.filter(company__is_demo=True)
    for bad, saying in (
        (rows.filter(closed_on__gt=now.date()), "closed in days to come"),
        (rows.filter(closed_on__lt=F("company__founded_on")), "closed before the company was founded"),
        (rows.filter(participations=None), "without an investor"),
        (rows.filter(Q(amount_minor=None) | Q(amount_minor__lte=0) | Q(amount_usd=None)), "without an amount"),
    ):
        count = bad.count()
        if count:
            yield f"{count} rounds {saying}"


def _events(now: datetime) -> Iterator[str]:
    rows = Event.objects.filter(organization__is_demo=True)
    hosts = Organization.objects.filter(verified_at(now)).exclude(kind=OrganizationKind.STARTUP)
    yield from _none_of(rows.exclude(organization__in=hosts), "events of organizations that may not host")
    on = rows.filter(state=EventState.LIVE)
    untimely = (
        rows.filter(state=EventState.PUBLISHED, starts_at__lte=now)
        | rows.filter(state=EventState.ENDED, ends_at__gt=now)
        | on.filter(starts_at__gt=now)
        | on.filter(ends_at__lte=now)
    )
    yield from _none_of(untimely, "events whose state is not that of the clock")
    yield from _none_of(rows.filter(published_at__gt=now), "events published in days to come")
    wrong = rows.filter(pk__in={one.event_id for one in miscounted()})
    yield from _none_of(wrong, "events whose seats are not those of their guests")
    yield from _none_of(rows.filter(~Q(published_at=None), agenda_releases=None), "published events without an agenda")
    late = Registration.objects.filter(Q(created_at__gt=now) | Q(cancelled_at__gt=now), event__in=rows)
    yield from _none_of(late, "registrations of days to come")
    closed = AgendaItem.objects.filter(event__in=rows, pitch__isnull=False).exclude(pitch__in=_open_pitches())
    yield from _none_of(closed, "slots of pitches not open to all")
    yield from _unknown_sectors("events", rows.values_list("sectors", flat=True))


def _open_pitches() -> QuerySet[Pitch]:
    return Pitch.objects.filter(pitch_selectors.open_to_all())


def _unknown_sectors(what: str, lists: Iterable[list[str]]) -> Iterator[str]:
    codes = {code for codes in lists for code in codes}
    unknown = taxonomy.unknown_codes(sorted(codes))
    if unknown:
        yield f"{what} in sectors that do not exist: {', '.join(unknown)}"
