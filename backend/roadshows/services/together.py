"""Those who come within a moment are registered in one transaction, by the rules of `registrations`.

For the plain case alone: one place that costs nothing, of a kind everybody may have, at an event everybody sees. Whoever is
anything else, was here before, or finds that something stands in the way is registered alone: there it is decided, and
said, why. All that is refused here is a wrong code, and whoever came after the places were gone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Q, prefetch_related_objects

from backend.accounts.models import User
from backend.accounts.selectors import Proved, proved_by
from backend.core import audit, outbox, shared
from backend.core.actors import Viewer
from backend.core.errors import DomainError
from backend.core.events import DomainEvent
from backend.roadshows import consent
from backend.roadshows.asking import Asked
from backend.roadshows.enums import HOLDS_A_PLACE, EventVisibility, QuestionPhase
from backend.roadshows.errors import EventFull, TicketTypeSoldOut, WrongCode
from backend.roadshows.events import GuestRegistered
from backend.roadshows.models import Answer, Event, Question, Quota, Registration, TicketType
from backend.roadshows.selectors.asking import reckoned
from backend.roadshows.selectors.events import takes_registrations, visible_events
from backend.roadshows.selectors.waiting import has_line
from backend.roadshows.services import codes, fullness
from backend.roadshows.services.adoption import hold_people
from backend.roadshows.services.asking import answers_of, checked
from backend.roadshows.services.events import hold_all_open
from backend.roadshows.services.registrations import Guest, act_of, is_good, lead_row, told_of
from backend.roadshows.services.seats import take_counts
from backend.roadshows.services.ticketing import chosen_among

# Whoever holds a row for long holds up one who is alone, and not everybody who came meanwhile.
_PATIENCE = "SET LOCAL lock_timeout = '500ms'"
_BY_CODE = {"code": [WrongCode.message]}
# Their place, why they have none, or None: alone.
Outcome: TypeAlias = Registration | Exception | None


@dataclass(frozen=True, slots=True)
class Comer:
    """Somebody who wants one place. `guest` with the contact in its one spelling, and without one for an account, whose own
    it is; `request_id` is what their act is found by.
    """

    event_id: UUID
    actor: Viewer
    guest: Guest
    key: str
    language: str
    request_id: str

    @property
    def person(self) -> User | None:
        return self.actor if isinstance(self.actor, User) and not self.guest.contact else None

    @property
    def is_plain(self) -> bool:
        return is_good(self.key) and not self.guest.voucher and not self.guest.companions


@dataclass(frozen=True, slots=True)
class _Coming:
    """A comer who is new: their number among those who came, the event as everybody sees it, and who they are by contact."""

    number: int
    comer: Comer
    event: Event
    guest: Guest

    @property
    def person(self) -> User | None:
        return self.comer.person


class _NotTogether(Exception):
    """Nothing is kept; each is registered alone."""


class _PlacesGone(Exception):
    """Nothing is kept; others took in between what was left."""


def register_together(comers: Sequence[Comer], *, now: datetime) -> list[Outcome]:
    """What each gets; whoever came first is first. Not inside a transaction, for a guess is counted for good."""
    found: list[Outcome] = [None] * len(comers)
    proved = proved_by(one.person for one in comers if one.person is not None)
    coming = _plain_ones(comers, proved, now)
    known = _known(coming, proved)
    coming = [one for one in coming if not known.is_answered(one)]
    wrong = _wrong_codes(coming, now)
    found_out: list[tuple[int, Outcome]] = [(number, WrongCode(fields=_BY_CODE)) for number in wrong]
    # Only now: of a contact that was not proved it is not told, nor to be measured, whether it has a place.
    new = [one for one in coming if one.number not in wrong and not known.has(one, proved)]
    late = _late(new)
    found_out += late.items()
    found_out += _registered([one for one in new if one.number not in late], now)
    for number, outcome in found_out:
        found[number] = outcome
    return found


def _plain_ones(comers: Sequence[Comer], proved: Mapping[UUID, Proved], now: datetime) -> list[_Coming]:
    """Those that nothing stands against that they say themselves; of the same contact the first. In one order, so that two
    hands that register the same people wait for each other and never in a ring.
    """
    seen = visible_events(AnonymousUser()).filter(pk__in={one.event_id for one in comers})
    events = {event.pk: event for event in seen if takes_registrations(event, now)}
    version, coming = consent.current().version, dict[tuple[UUID, str], _Coming]()
    for number, comer in enumerate(comers):
        event, person, guest = events.get(comer.event_id), comer.person, comer.guest
        if person is not None:
            guest = replace(guest, contact=proved[person.pk].contact)
        if event is None or not guest.contact or not comer.is_plain:
            continue
        if guest.consent_version == version and guest.event_consent == event.own_consent_id:
            coming.setdefault((event.pk, guest.contact), _Coming(number, comer, event, guest))
    return [coming[key] for key in sorted(coming)]


@dataclass(frozen=True, slots=True)
class _Known:
    """Of some events: keys that were answered, and contacts and accounts that may have a place."""

    keys: set[tuple[UUID, str]]
    contacts: set[tuple[UUID, str]]
    people: set[tuple[UUID, UUID]]

    def is_answered(self, one: _Coming) -> bool:
        return (one.event.pk, one.guest.own_key(one.comer.key)) in self.keys

    def has(self, one: _Coming, proved: Mapping[UUID, Proved]) -> bool:
        """Whether they may have a place already."""
        event, person = one.event.pk, one.person
        own = [one.guest.contact, *(proved[person.pk].contacts if person is not None else [])]
        is_there = any((event, contact) in self.contacts for contact in own)
        return is_there or (person is not None and (event, person.pk) in self.people)


def _known(coming: Collection[_Coming], proved: Mapping[UUID, Proved]) -> _Known:
    """One statement, each part of it by its own index."""
    contacts = {one.guest.contact for one in coming}.union(*(one.contacts for one in proved.values()))
    rows = Registration.objects.filter(event__in={one.event.pk for one in coming}).order_by()
    held = rows.filter(state__in=HOLDS_A_PLACE)
    parts = [held.filter(email__in=contacts), held.filter(phone__in=contacts), held.filter(person__in=list(proved))]
    asked = rows.filter(idempotency_key__in={one.guest.own_key(one.comer.key) for one in coming})
    columns = ("event", "idempotency_key", "email", "phone", "person")
    known = _Known(set(), set(), set())
    for event, key, email, phone, person in asked.union(*parts).values_list(*columns):
        known.keys.add((event, key))
        known.contacts.add((event, email or phone or ""))
        if person is not None:
            known.people.add((event, person))
    return known


def _wrong_codes(coming: Sequence[_Coming], now: datetime) -> set[int]:
    """The numbers of guests whose guess was wrong; each guess is counted."""
    guests = [one for one in coming if one.person is None]
    rights = codes.count_tries(*_said_by(guests), now=now) if guests else []
    return {one.number for one, is_right in zip(guests, rights, strict=True) if not is_right}


def _late(coming: Sequence[_Coming]) -> dict[int, Exception]:
    """Those who came for what was full a moment ago, and why."""
    asked = {(one.event.pk, one.guest.ticket_type) for one in coming}
    full = {kind: why for kind in asked if (why := fullness.remembered(*kind)) is not None}
    return {
        one.number: type(why)()
        for one in coming
        if (why := full.get((one.event.pk, one.guest.ticket_type))) is not None
    }


def _said_by(guests: Sequence[_Coming]) -> tuple[list[UUID], list[str], list[str]]:
    return (
        [one.event.pk for one in guests],
        [one.guest.contact for one in guests],
        [one.guest.code for one in guests],
    )


def _registered(coming: Sequence[_Coming], now: datetime) -> list[tuple[int, Registration | Exception]]:
    """Those who have a place now, each with the event as everybody sees it, and those who came after the last; nobody where one
    of them stood in the way.
    """
    if not coming:
        return []
    moment = _tried(coming, now)
    if moment is None:
        return []
    events = {one.event.pk: one.event for one in coming}
    prefetch_related_objects([*events.values()], "ticket_types", "quotas")
    shared.share([*events.values(), *(row.ticket_type for _, row in moment.taken)])
    for one, row in moment.taken:
        row.event, row.has_companions = one.event, False
    late = {(one.event.pk, one.guest.ticket_type): (row, why) for one, row, why in moment.late}
    for (_, type_id), (row, why) in late.items():
        fullness.remember(row, type_id, why)
    return [
        *((one.number, row) for one, row in moment.taken),
        *((one.number, why) for one, _, why in moment.late),
    ]


def _tried(coming: Sequence[_Coming], now: datetime) -> _Moment | None:
    """Once more where another server took the last places in between: then it is seen which were left."""
    for _ in range(2):
        try:
            return _register(coming, now)
        except _PlacesGone:
            continue
        except (IntegrityError, OperationalError, _NotTogether):
            return None
    return None


@dataclass(slots=True)
class _Moment:
    """Who gets a place, and who came after the last, with the row they would have had and why there was none."""

    taken: list[tuple[_Coming, Registration]] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    late: list[tuple[_Coming, Registration, fullness.Full]] = field(default_factory=list)

    def add(self, one: _Coming, offer: _Offer, row: Registration, answers: list[Answer]) -> None:
        """Whoever came first is first; of what is left then `offer` is told."""
        why = offer.take(row)
        if why is None:
            self.taken.append((one, row))
            self.answers.extend(answers)
        else:
            self.late.append((one, row, why))


@transaction.atomic
def _register(coming: Sequence[_Coming], now: datetime) -> _Moment:
    """As one does it alone (`registrations`): events are held, then people, then the rows are written, their codes spent, what
    is told of them, and at last the places taken.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PATIENCE)
    offers = _offers({one.event.pk for one in coming}, now)
    moment = _Moment()
    for one in sorted(_still_new([one for one in coming if one.event.pk in offers]), key=lambda one: one.number):
        offer = offers[one.event.pk]
        made = _row_of(one, offer, now)
        if made is not None:
            moment.add(one, offer, *made)
    _write(moment)
    places = Counter(pk for _, row in moment.taken for pk in row.quota_ids)
    if places and not take_counts(places):
        raise _PlacesGone
    return moment


def _write(moment: _Moment) -> None:
    """In the order of the contacts, in which two hands never wait for each other in a ring."""
    taken = sorted(moment.taken, key=lambda pair: (pair[0].event.pk, pair[0].guest.contact))
    Registration.objects.bulk_create([row for _, row in taken])
    guests = [one for one, _ in taken if one.person is None]
    if guests and not codes.use_codes(*_said_by(guests)):
        raise _NotTogether
    Answer.objects.bulk_create(moment.answers)
    _tell(taken)


@dataclass(frozen=True, slots=True)
class _Offer:
    """What an event that is held offers now. `left` are the places of each quota, fewer with each that is taken here."""

    event: Event
    kinds: list[TicketType]
    quotas: list[tuple[UUID, bool, list[UUID]]]
    questions: list[Asked]
    left: dict[UUID, int]

    def quotas_of(self, kind: TicketType) -> list[UUID]:
        """As `seats.quotas_of`."""
        return [pk for pk, covers_all, kinds in self.quotas if covers_all or kind.pk in kinds]

    def take(self, row: Registration) -> fullness.Full | None:
        """A place in each of its quotas, or why there is none, as `redeeming.sold_out` says it. The database decides later."""
        full = {pk for pk in row.quota_ids if self.left[pk] < 1}
        if not full:
            for pk in row.quota_ids:
                self.left[pk] -= 1
            return None
        seats = {pk for pk, covers_all, _ in self.quotas if covers_all}
        return EventFull() if len(row.quota_ids) == 1 or full & seats else TicketTypeSoldOut()


def _offers(event_ids: Collection[UUID], now: datetime) -> dict[UUID, _Offer]:
    """By the event; none of an event that takes nobody, or whose free places are somebody's who waits."""
    held = [event for event in hold_all_open(event_ids).values() if _takes_anybody(event, now)]
    kinds, quotas, questions = defaultdict(list), defaultdict(list), defaultdict(list)
    for kind in TicketType.objects.filter(event__in=held):
        kinds[kind.event_id].append(kind)
    counted = ArrayAgg("kinds", filter=Q(kinds__isnull=False), default=[])
    columns, left = (
        ("event", "pk", "covers_all", "counted", "capacity", "taken"),
        defaultdict[UUID, dict[UUID, int]](dict),
    )
    rows = Quota.objects.filter(event__in=held).order_by("pk").annotate(counted=counted)
    for event_id, pk, covers_all, among, capacity, taken in rows.values_list(*columns):
        quotas[event_id].append((pk, covers_all, among))
        left[event_id][pk] = capacity - taken
    asked = Question.objects.filter(event__in=held, retired_at=None, phase=QuestionPhase.REGISTERING)
    for question in asked.order_by("position", "id"):
        questions[question.event_id].append(question)
    return {
        event.pk: _Offer(event, kinds[event.pk], quotas[event.pk], reckoned(questions[event.pk]), left[event.pk])
        for event in held
    }


def _takes_anybody(event: Event, now: datetime) -> bool:
    is_open = event.visibility == EventVisibility.PUBLIC and takes_registrations(event, now)
    return is_open and not has_line(event, now)


def _still_new(coming: Sequence[_Coming]) -> list[_Coming]:
    """Accounts are held against being given a guest's place at this moment, and looked at once more."""
    members = [one for one in coming if one.person is not None]
    if not members:
        return list(coming)
    held = hold_people({one.person.pk for one in members if one.person is not None})
    proved = proved_by(one.person for one in members if one.person is not None)
    known = _known(members, proved)
    return [one for one in coming if one.person is None or (one.person.pk in held and not known.has(one, proved))]


def _row_of(one: _Coming, offer: _Offer, now: datetime) -> tuple[Registration, list[Answer]] | None:
    """Not written yet; None for what is not plain, or is refused alone."""
    guest, comer = one.guest, one.comer
    if guest.event_consent != offer.event.own_consent_id:
        return None
    try:
        kind = chosen_among(offer.kinds, guest.ticket_type, None, now)
        said = checked(offer.questions, guest.said()) if offer.questions else {}
    except DomainError:
        return None
    if not _is_plain(kind):
        return None
    quota_ids = offer.quotas_of(kind)
    row = lead_row(
        *(comer.actor, offer.event, guest, comer.key, comer.language, now),
        kind=kind,
        quota_ids=quota_ids,
        price=kind.price,
    )
    return row, answers_of(row, said)


def _is_plain(kind: TicketType) -> bool:
    """Everybody may have one, at once and for nothing."""
    is_for_some = kind.is_for_list or kind.members_of or kind.needs_standing
    return not is_for_some and not kind.needs_approval and not kind.price_minor and kind.takes_at_once(1)


def _tell(taken: Iterable[tuple[_Coming, Registration]]) -> None:
    """The trail, each act by its own request, and what is told of each."""
    entries, events = [], list[DomainEvent]()
    for one, row in taken:
        organizations, request_id = [row.event.organization_id], one.comer.request_id
        entries.append(
            audit.entry_of(one.comer.actor, act_of(row), row, organizations=organizations, request_id=request_id)
        )
        if row.person_id is None:
            events.append(GuestRegistered(registration_id=row.pk))
        events.append(told_of(row))
    audit.record_all(entries)
    outbox.publish_all(events)
