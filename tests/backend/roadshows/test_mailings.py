"""Mails to many guests: drafts, previews, tests, sending once to each, stopping, and not wanting any more."""

from datetime import timedelta
from email.header import decode_header, make_header
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from pytest_django import Settings
from rest_framework.test import APIClient

from backend.core import clock
from backend.core.models import AuditEntry
from backend.organizations.enums import MemberRole
from backend.roadshows.enums import LetterState
from backend.roadshows.models import Event, Letter, Mailing, MailOptOut, Registration
from backend.roadshows.selectors.mailings import opt_out_digest
from backend.roadshows.services import letters, mailings
from backend.roadshows.stop_links import token_for
from backend.roadshows.tickets import secret_of
from tests.factories.accounts import UserFactory
from tests.factories.roadshows import EventFactory, HostFactory, MailingFactory, RegistrationFactory
from tests.support.clients import client_of
from tests.support.pitch_cast import person_in
from tests.support.races import overlap

pytestmark = pytest.mark.django_db
API = "/api/v1"
WORDS = {
    "subject_zh_hans": "提醒：{event}",
    "body_zh_hans": "{name}您好，{when}见。\n票券：{ticket}",
    "subject_en": "See you soon, {name}",
    "body_en": "Your code is {code}. A brace stays: {a-b}",
}


@pytest.fixture(autouse=True)
def _street(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://street.example"


@pytest.fixture
def event() -> Event:
    found: Event = EventFactory.create(published=True)
    return found


@pytest.fixture
def member(event: Event) -> APIClient:
    return client_of(person_in(event.organization, MemberRole.MEMBER))


def _address(event: Event, mailing: Any = None, verb: str = "") -> str:
    one = f"{mailing}/" if mailing else ""
    return f"{API}/events/{event.pk}/mailings/{one}{verb}"


def _draft(client: APIClient, event: Event, **filters: str) -> dict[str, Any]:
    begun = client.post(_address(event), {"filters": filters}, format="json").json()
    body = {"edition": begun["edition"], "filters": filters, **WORDS}
    answer = client.put(_address(event, begun["id"]), body, format="json")
    assert answer.status_code == 200, answer.json()
    return dict(answer.json())


def _release(client: APIClient, event: Event, draft: dict[str, Any], recipients: int) -> Any:
    body = {"edition": draft["edition"], "recipients": recipients}
    return client.post(_address(event, draft["id"], "release/"), body, format="json")


def _send(*, minutes: float = 1) -> int:
    now = clock.now() + timedelta(minutes=minutes)
    return letters.send_due(read_clock=lambda: now)


def _mails() -> list[EmailMessage]:
    return list(mail.outbox)


def _people(event: Event) -> dict[str, Registration]:
    """Two who are reached, in two languages, and four who are not, each for a reason of their own."""
    host = event.organization_id
    gone = {"state": "cancelled", "cancelled_at": clock.now()}
    rows: dict[str, Registration] = {
        "hans": RegistrationFactory.create(event=event, name="王小明", email="hans@example.com"),
        "en": RegistrationFactory.create(event=event, name="{ticket}", email="en@example.com", language="en"),
        "phone": RegistrationFactory.create(event=event, email=None, phone="+8613900139000"),
        "gone": RegistrationFactory.create(event=event, email="gone@example.com", **gone),
        "stopped": RegistrationFactory.create(event=event, email="stopped@example.com"),
        "again": RegistrationFactory.create(event=event, email="hans@example.com", state="expired"),
    }
    MailOptOut.objects.create(organization_id=host, contact_digest=opt_out_digest(host, "stopped@example.com"))
    RegistrationFactory.create(email="another-event@example.com")
    return rows


def test_each_recipient_gets_one_mail_in_their_language(event: Event, member: APIClient) -> None:
    rows = _people(event)
    draft = _draft(member, event)
    preview = member.get(_address(event, draft["id"], "preview/")).json()
    assert preview["reach"] == {"recipients": 2, "without_address": 1, "opted_out": 1, "given_back": 1}
    assert [one["language"] for one in preview["examples"]] == ["en", "zh-hans"]
    assert not any(secret_of(row.pk) in str(preview) for row in rows.values())
    assert (len(_mails()), Letter.objects.count()) == (0, 0)

    done = _release(member, event, draft, 2)
    assert (done.status_code, done.json()["state"], done.json()["progress"]["open"]) == (200, "sending", 2)
    assert (_send(), _send(), _send(minutes=60)) == (2, 0, 0)
    by_address = {one.to[0]: one for one in _mails()}
    assert set(by_address) == {"hans@example.com", "en@example.com"}
    hans, en = by_address["hans@example.com"], by_address["en@example.com"]
    assert (hans.subject, en.subject) == (f"提醒：{event.title}", "See you soon, {ticket}")
    assert f"https://street.example/me/tickets/{secret_of(rows['hans'].pk)}" in hans.body
    assert f"Your code is {rows['en'].code}. A brace stays: {{a-b}}" in en.body
    assert event.organization.display_name in str(make_header(decode_header(hans.from_email)))
    shown = member.get(_address(event, draft["id"])).json()
    assert (shown["state"], shown["progress"]["sent"], shown["unsent"]) == ("sent", 2, [])
    acts = AuditEntry.objects.filter(action__startswith="mailing.").order_by("id")
    assert [one.action for one in acts] == ["mailing.begun", "mailing.written", "mailing.released"]


def test_a_mail_is_released_once_to_as_many_as_were_looked_at(event: Event, member: APIClient) -> None:
    draft = _draft(member, event, state="confirmed")
    assert _release(member, event, draft, 1).json()["code"] == "roadshows.nobody_to_write"
    RegistrationFactory.create_batch(2, event=event)
    assert _release(member, event, draft, 1).json()["code"] == "roadshows.recipients_changed"
    assert _release(member, event, {**draft, "edition": 1}, 2).json()["code"] == "roadshows.stale"
    assert (Letter.objects.count(), Mailing.objects.get().state) == (0, "draft")
    assert _release(member, event, draft, 2).status_code == 200
    again = _release(member, event, draft, 2)
    assert (again.status_code, again.json()["code"]) == (409, "roadshows.wrong_state")
    for answer in (
        member.put(_address(event, draft["id"]), {"edition": 2, "filters": {}, **WORDS, "body_en": "x"}, format="json"),
        member.delete(_address(event, draft["id"])),
    ):
        assert answer.json()["code"] == "roadshows.wrong_state"
    assert Letter.objects.count() == 2


def test_words_that_cannot_be_sent_are_refused(event: Event, member: APIClient) -> None:
    RegistrationFactory.create(event=event)
    begun = member.post(_address(event), {"filters": {}}, format="json").json()
    one = _address(event, begun["id"])
    for words, code, field in (
        ({"subject_en": "a", "body_en": "{nmae}"}, "roadshows.placeholder_unknown", "body_en"),
        ({"subject_en": "a"}, "roadshows.mailing_half_a_language", "body_en"),
    ):
        answer = member.put(one, {"edition": 1, "filters": {}, **words}, format="json").json()
        assert (answer["code"], list(answer["fields"])) == (code, [field])
    assert member.get(f"{one}preview/").json()["code"] == "roadshows.mailing_incomplete"
    assert _release(member, event, begun, 1).json()["code"] == "roadshows.mailing_incomplete"
    assert member.put(one, {"edition": 2, "filters": {}}, format="json").json()["code"] == "roadshows.stale"
    assert member.delete(one).status_code == 204
    assert not Mailing.objects.exists()


def test_a_test_goes_to_oneself_and_opens_nobodys_ticket(event: Event, member: APIClient) -> None:
    rows = _people(event)
    draft = _draft(member, event)
    answer = member.post(_address(event, draft["id"], "test/"))
    person = Mailing.objects.get().created_by
    assert person is not None
    assert (answer.status_code, answer.json()["address"]) == (200, person.email)
    assert [(one.to, one.subject[:4]) for one in _mails()] == [
        ([person.email], "【测试】"),
        ([person.email], "【测试】"),
    ]
    assert not any(secret_of(row.pk) in str(one.body) for row in rows.values() for one in _mails())
    assert AuditEntry.objects.latest("id").action == "mailing.tested"
    limited = [member.post(_address(event, draft["id"], "test/")).status_code for _ in range(10)]
    assert (limited[-1], len(_mails())) == (429, 20)


def test_whoever_wants_no_more_gets_tickets_and_no_mailings(event: Event, member: APIClient) -> None:
    row = RegistrationFactory.create(event=event, email="no-more@example.com")
    _release(member, event, _draft(member, event), 1)
    _send()
    (sent,) = _mails()
    (link,) = [line for line in sent.body.splitlines() if "/mails/stop/" in line]
    one_click = sent.extra_headers["List-Unsubscribe"].strip("<>")
    assert link.rsplit("/", 1)[-1] in one_click
    assert "no-more" not in link
    path = one_click.removeprefix("https://street.example")
    assert client_of().get(path).json() == {"host": event.organization.display_name, "is_on": True}
    for _ in range(2):
        answer = client_of().post(path, {"List-Unsubscribe": "One-Click"})
        assert answer.json() == {"host": event.organization.display_name, "is_on": False}
    assert AuditEntry.objects.filter(action="mailing.opted_out").count() == 1
    other = EventFactory.create(organization=event.organization, published=True)
    RegistrationFactory.create(event=other, email=row.email)
    elsewhere = RegistrationFactory.create(email=row.email)
    assert _release(member, other, _draft(member, other), 1).json()["code"] == "roadshows.nobody_to_write"
    # Another host's are another matter.
    stranger = client_of(person_in(elsewhere.event.organization))
    assert _release(stranger, elsewhere.event, _draft(stranger, elsewhere.event), 1).status_code == 200
    forged = token_for(event.organization_id, "x")[:-1]
    assert client_of().post(f"{API}/mails/stop/{forged}/").json()["code"] == "roadshows.link_unknown"


def test_what_changed_since_the_release_is_asked_again(event: Event, member: APIClient) -> None:
    gone, blank, stopped, kept = RegistrationFactory.create_batch(4, event=event)
    draft = _draft(member, event)
    _release(member, event, draft, 4)
    Registration.objects.filter(pk=gone.pk).update(state="cancelled", cancelled_at=clock.now())
    cleared = {"name": "", "organization_name": "", "email": None, "person": None}
    Registration.objects.filter(pk=blank.pk).update(**cleared, contact_removed_at=clock.now())
    host = event.organization_id
    MailOptOut.objects.create(organization_id=host, contact_digest=opt_out_digest(host, str(stopped.email)))
    assert _send() == 1
    assert [one.to for one in _mails()] == [[kept.email]]
    shown = member.get(_address(event, draft["id"])).json()
    assert sorted(one["reason"] for one in shown["unsent"]) == ["contact_gone", "given_back", "opted_out"]
    assert (shown["state"], shown["progress"]["withheld"]) == ("sent", 3)


def test_stopping_ends_what_has_not_left(event: Event, member: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailings, "BURST", 0)
    RegistrationFactory.create_batch(3, event=event)
    draft = _draft(member, event)
    _release(member, event, draft, 3)
    first = Letter.objects.order_by("due_at")[0].due_at
    assert letters.send_due(read_clock=lambda: first) == 1
    stopped = member.post(_address(event, draft["id"], "stop/")).json()
    assert (stopped["state"], stopped["progress"]["withheld"]) == ("stopped", 2)
    assert (_send(minutes=60), len(_mails())) == (0, 1)
    assert member.post(_address(event, draft["id"], "stop/")).json()["code"] == "roadshows.wrong_state"


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> dict[str, Exception]:
    """Addresses and how the mail server refuses them."""
    faults: dict[str, Exception] = {}
    send = EmailMessage.send

    def sending(message: EmailMessage, *args: Any, **kwargs: Any) -> int:
        if (fault := faults.get(message.to[0])) is not None:
            raise fault
        return send(message, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", sending)
    return faults


def test_a_mailbox_that_refuses_is_told_and_a_server_that_is_away_is_waited_for(
    event: Event, member: APIClient, refusing: dict[str, Exception]
) -> None:
    bad, away, _ = (
        RegistrationFactory.create(event=event, email=f"{name}@x.example") for name in ("bad", "away", "ok")
    )
    draft = _draft(member, event)
    _release(member, event, draft, 3)
    refusing[str(bad.email)] = SMTPRecipientsRefused({str(bad.email): (550, b"no such mailbox")})
    refusing[str(away.email)] = SMTPServerDisconnected()
    assert _send() == 1
    progress = member.get(_address(event, draft["id"])).json()["progress"]
    assert progress == {"total": 3, "sent": 1, "failed": 1, "withheld": 0, "open": 1}
    del refusing[str(away.email)]
    assert (_send(minutes=1.5), _send(minutes=5)) == (0, 1)
    shown = member.get(_address(event, draft["id"])).json()
    assert [(one["email"], one["reason"]) for one in shown["unsent"]] == [(bad.email, "refused")]
    assert (shown["state"], shown["progress"]["sent"]) == ("sent", 2)


def test_a_worker_that_died_repeats_no_other_mail_than_its_own(event: Event, member: APIClient) -> None:
    RegistrationFactory.create_batch(2, event=event)
    _release(member, event, _draft(member, event), 2)
    now = clock.now() + timedelta(minutes=1)
    # It sent this one and was killed before it could say so.
    letter = letters.claim(now=now)
    assert letter is not None
    letters._attempt(letter, mail.get_connection())
    assert letters.send_due(read_clock=lambda: now) == 1
    assert letters.send_due(read_clock=lambda: now + timedelta(minutes=11)) == 1
    ids = [one.extra_headers["Message-ID"] for one in _mails()]
    assert (len(ids), len(set(ids))) == (3, 2)
    assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}


def test_who_may_not_mail_guests_changes_nothing(event: Event, member: APIClient) -> None:
    RegistrationFactory.create(event=event)
    draft = _draft(member, event)
    outsiders = {
        "visitor": (client_of(), 401),
        "outsider": (client_of(UserFactory.create()), 403),
        "another host": (client_of(person_in(HostFactory.create())), 403),
        "host's reader": (client_of(person_in(event.organization, MemberRole.READER)), 403),
    }
    for name, (client, status) in outsiders.items():
        one = _address(event, draft["id"])
        answers = [
            client.get(_address(event)),
            client.post(_address(event), {"filters": {}}, format="json"),
            client.get(one),
            client.get(f"{one}preview/"),
            client.post(f"{one}test/"),
            _release(client, event, draft, 1),
            client.post(f"{one}stop/"),
            client.delete(one),
        ]
        assert [answer.status_code for answer in answers] == [status] * 8, name
    other = EventFactory.create(organization=event.organization, published=True)
    assert member.get(_address(other, draft["id"])).status_code == 404
    hidden = EventFactory.create(organization=event.organization)
    assert member.post(_address(hidden), {"filters": {}}, format="json").status_code == 403
    assert (Letter.objects.count(), len(_mails()), Mailing.objects.get().state) == (0, 0, "draft")


def test_a_host_sends_so_many_a_day(event: Event, member: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailings, "MOST_A_DAY", 2)
    RegistrationFactory.create(event=event)
    codes = [_release(member, event, _draft(member, event), 1).json().get("code") for _ in range(3)]
    assert codes == [None, None, "roadshows.too_many_mailings"]
    Mailing.objects.filter(state="sending").update(released_at=clock.now() - timedelta(days=2))
    draft = Mailing.objects.get(state="draft")
    body = {"id": draft.pk, "edition": draft.edition}
    assert _release(member, event, body, 1).status_code == 200


def test_the_history_asks_the_same_number_of_queries(
    event: Event, member: APIClient, django_assert_num_queries: Any
) -> None:
    MailingFactory.create(event=event)
    member.get(_address(event))
    for more in (0, 2):
        MailingFactory.create_batch(more, event=event)
        with django_assert_num_queries(7):
            assert len(member.get(_address(event)).json()["results"]) == more + 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_two_workers_have_each_letter_once(guarded: bool) -> None:
    """With its control: read, then write, and both have it."""
    event = EventFactory.create(published=True)
    RegistrationFactory.create(event=event)
    mailing = MailingFactory.create(event=event)
    actor = person_in(event.organization)
    mailings.release_mailing(actor=actor, mailing=mailing, edition=1, recipients=1, now=clock.now())
    now, taken = clock.now() + timedelta(minutes=1), []

    def claim() -> None:
        if guarded:
            letter = letters.claim(now=now)
        else:
            letter = Letter.objects.filter(state=LetterState.QUEUED).first()
            Letter.objects.filter(state=LetterState.QUEUED).update(state=LetterState.SENDING)
        taken.append(letter.pk if letter else None)

    assert overlap(claim, claim) == [None, None]
    assert sorted(taken, key=str) == ([Letter.objects.get().pk, None] if guarded else [Letter.objects.get().pk] * 2)


@pytest.mark.django_db(transaction=True)
def test_two_hands_that_send_one_mail_send_it_once() -> None:
    event = EventFactory.create(published=True)
    RegistrationFactory.create(event=event)
    mailing, actor = MailingFactory.create(event=event), person_in(event.organization)

    def release() -> None:
        mailings.release_mailing(actor=actor, mailing=mailing, edition=1, recipients=1, now=clock.now())

    outcomes = overlap(release, release)
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "WrongState"]
    assert Letter.objects.count() == 1
