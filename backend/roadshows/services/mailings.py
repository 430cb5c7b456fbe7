"""Mails to many guests: written, looked at, tried on oneself, released once, and stopped."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from backend.accounts.models import User
from backend.accounts.selectors import proved_contacts
from backend.core import audit
from backend.core.actors import Actor
from backend.core.permissions import require
from backend.core.ratelimit import Limit, consume
from backend.organizations.models import Organization
from backend.roadshows import mail_words, mailing_letters, wake
from backend.roadshows.enums import LetterReason, LetterState, MailingState
from backend.roadshows.errors import (
    HalfALanguage,
    MailingIncomplete,
    NoAddressOfOwn,
    NobodyToWrite,
    PlaceholderUnknown,
    RecipientsChanged,
    StaleEvent,
    TooManyMailings,
    WrongState,
)
from backend.roadshows.mail_words import Words
from backend.roadshows.models import Event, Letter, Mailing, Registration
from backend.roadshows.selectors.guests import GuestFilters
from backend.roadshows.selectors.mailings import example_guests, recipients_of
from backend.roadshows.services.events import person_id_of

MOST_A_DAY = 10
TESTS = Limit("roadshows.mail_tests", 10, 3600)
# The first of a mailing leave at once, the others at a distance: it does not fill the road for tickets and other hosts.
BURST, EVERY = 100, timedelta(milliseconds=100)
_SAMPLE_TICKET = "{street}/me/tickets/…"
_SAMPLE_STOP = "{street}/mails/stop/…"


@transaction.atomic
def begin_mailing(*, actor: Actor, event: Event, filters: GuestFilters) -> Mailing:
    """An empty draft to those guests. Raises NotPermitted."""
    require(actor, "roadshows.mail_guests", event)
    row = Mailing.objects.create(event=event, created_by_id=person_id_of(actor), filters=filters.plain())
    audit.record(actor, "mailing.begun", row, organizations=[event.organization_id])
    return row


@transaction.atomic
def write_mailing(
    *, actor: Actor, mailing: Mailing, edition: int, filters: GuestFilters, words: Mapping[str, str]
) -> Mailing:
    """Replace filters and words of a draft; `words` by the fields of `mail_words.WORD_FIELDS`.

    Raises NotPermitted, StaleEvent, WrongState, PlaceholderUnknown, HalfALanguage.
    """
    row = _locked_draft(actor, mailing)
    if row.edition != edition:
        raise StaleEvent
    for name in mail_words.WORD_FIELDS:
        setattr(row, name, words[name].strip())
        if unknown := mail_words.unknown_placeholders(words[name]):
            said = str(PlaceholderUnknown.message).format(name=f"{{{unknown[0]}}}")
            raise PlaceholderUnknown(said, fields={name: [said]})
    if missing := mail_words.half_written(row):
        raise HalfALanguage(fields={name: [HalfALanguage.message] for name in missing})
    row.filters, row.edition = filters.plain(), row.edition + 1
    row.save()
    audit.record(actor, "mailing.written", row, organizations=[row.event.organization_id])
    return row


@transaction.atomic
def remove_mailing(*, actor: Actor, mailing: Mailing) -> None:
    """Throw a draft away. Raises NotPermitted, WrongState: what was sent stays in the history."""
    row = _locked_draft(actor, mailing)
    audit.record(actor, "mailing.removed", row, organizations=[row.event.organization_id])
    row.delete()


def previews_of(mailing: Mailing) -> list[tuple[Registration, Words]]:
    """What the first recipient of each language would read, without anybody's links. Raises MailingIncomplete."""
    if not mail_words.written_in(mailing):
        raise MailingIncomplete
    guests = example_guests(mailing.event, GuestFilters.read(mailing.filters))
    return [(guest, _sample(mailing, guest)) for guest in guests]


def send_test(*, actor: User, mailing: Mailing) -> str:
    """The mail as guests of each language would read it, to the actor's own address, which is returned.

    Raises NotPermitted, NoAddressOfOwn, MailingIncomplete, NobodyToWrite, TooManyRequests, and Unavailable when the mail
    server does not take it.
    """
    require(actor, "roadshows.mail_guests", mailing.event)
    address = next((one for one in proved_contacts(actor) if "@" in one), None)
    if address is None:
        raise NoAddressOfOwn
    previews = previews_of(mailing)
    if not previews:
        raise NobodyToWrite
    consume(TESTS, str(actor.pk), must_count=True)
    mailing_letters.send_tests(mailing, [words for _, words in previews], address=address)
    audit.record(actor, "mailing.tested", mailing, organizations=[mailing.event.organization_id])
    return address


@transaction.atomic
def release_mailing(*, actor: Actor, mailing: Mailing, edition: int, recipients: int, now: datetime) -> Mailing:
    """Send it: a letter is written for each recipient, in this transaction, and leaves when it is due.

    `recipients` is the number that was looked at. Raises NotPermitted, WrongState when that was done before, StaleEvent,
    MailingIncomplete, NobodyToWrite, RecipientsChanged, TooManyMailings.
    """
    row = _locked_draft(actor, mailing)
    if row.edition != edition:
        raise StaleEvent
    if not mail_words.written_in(row):
        raise MailingIncomplete
    # Two at one moment are counted one after the other.
    Organization.objects.select_for_update(no_key=True).get(pk=row.event.organization_id)
    lately = Mailing.objects.filter(
        event__organization=row.event.organization_id, released_at__gt=now - timedelta(days=1)
    )
    if lately.count() >= MOST_A_DAY:
        raise TooManyMailings
    count = _write_letters(row, now)
    if count == 0:
        raise NobodyToWrite
    if count != recipients:
        raise RecipientsChanged
    row.state, row.released_at, row.released_by_id = MailingState.SENDING, now, person_id_of(actor)
    row.save()
    audit.record(actor, "mailing.released", row, organizations=[row.event.organization_id], recipients=count)
    transaction.on_commit(wake.letters, robust=True)
    return row


def _write_letters(mailing: Mailing, now: datetime) -> int:
    """In one statement, so that fifty thousand are a matter of a second; how many were written."""
    chosen = recipients_of(mailing.event, GuestFilters.read(mailing.filters)).values("id")
    query, given = chosen.query.sql_with_params()
    table = Letter._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (mailing_id, registration_id, due_at)"  # noqa: S608 - the query is Django's own
            " SELECT %s, chosen.id,"
            " %s + make_interval(secs => %s * greatest(0, row_number() OVER (ORDER BY chosen.id) - %s))"
            f" FROM ({query}) AS chosen",
            [mailing.pk, now, EVERY.total_seconds(), BURST, *given],
        )
        return int(cursor.rowcount)


@transaction.atomic
def stop_mailing(*, actor: Actor, mailing: Mailing, now: datetime) -> Mailing:
    """What has not left yet does not leave any more. Raises NotPermitted, WrongState."""
    require(actor, "roadshows.mail_guests", mailing.event)
    row = _locked(mailing)
    if row.state != MailingState.SENDING:
        raise WrongState
    waiting = Letter.objects.filter(mailing=row, state=LetterState.QUEUED)
    left = waiting.update(state=LetterState.WITHHELD, reason=LetterReason.STOPPED, finished_at=now)
    row.state, row.finished_at = MailingState.STOPPED, now
    row.save()
    audit.record(actor, "mailing.stopped", row, organizations=[row.event.organization_id], unsent=left)
    return row


def _locked(mailing: Mailing) -> Mailing:
    rows = Mailing.objects.select_for_update(of=("self",)).select_related("event__organization")
    return rows.get(pk=mailing.pk)


def _locked_draft(actor: Actor, mailing: Mailing) -> Mailing:
    require(actor, "roadshows.mail_guests", mailing.event)
    row = _locked(mailing)
    if row.state != MailingState.DRAFT:
        raise WrongState
    return row


def _sample(mailing: Mailing, guest: Registration) -> Words:
    """Links of nobody: a guest's own opens their ticket."""
    street = settings.PUBLIC_URL
    ticket, stop = _SAMPLE_TICKET.format(street=street), _SAMPLE_STOP.format(street=street)
    return mail_words.words_for(mailing, guest, ticket=ticket, stop=stop)
