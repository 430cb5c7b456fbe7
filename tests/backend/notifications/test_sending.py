"""What leaves, when, in which words, and what does not: rights, switches, hours, digests, and providers that are away."""

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction

from backend.accounts.models import User
from backend.accounts.sms import MemorySms, Sms
from backend.core import clock
from backend.core.languages import Language
from backend.notifications import selectors, services
from backend.notifications.enums import Channel, DeliveryState, Digest, Reason
from backend.notifications.hours import STREET
from backend.notifications.models import Delivery, Notification
from backend.notifications.services import claiming, sending
from backend.notifications.services.preferences import QuietHours, Switch
from tests.backend.notifications.conftest import Tell, drain, mailed
from tests.factories.accounts import UserFactory
from tests.support import news
from tests.support.results import record

pytestmark = pytest.mark.django_db

S, R, C = DeliveryState, Reason, Channel


def _states(**of: Any) -> dict[str, tuple[str, str]]:
    return {row.channel: (row.state, row.reason) for row in Delivery.objects.filter(**of)}


def _street(hour: int, minute: int = 0, *, day: int = 25) -> datetime:
    """A moment on Wednesday, 25 November 2026, or another day of that month, by the street's clock."""
    return datetime(2026, 11, day, hour, minute, tzinfo=STREET)


@pytest.mark.parametrize(
    ("language", "title", "stop"),
    [
        (Language.ZH_HANS, "关于「韦伯」的消息", "不再接收此类邮件"),
        (Language.ZH_HANT, "關於「韦伯」的消息", "不再接收此類郵件"),
        (Language.EN, "News about “韦伯”", "Stop mails about"),
    ],
)
def test_news_arrives_by_all_channels_in_the_readers_language(
    person: User, tell: Tell, language: Language, title: str, stop: str
) -> None:
    """A name is left as it is written; only what the product says is translated."""
    person.language = language
    person.save()
    subject = UserFactory.create(display_name="韦伯")
    tell(person, subject)
    assert drain() == 2

    assert _states() == {C.IN_APP: (S.SENT, ""), C.EMAIL: (S.SENT, ""), C.SMS: (S.SENT, "")}
    letter = mail.outbox[0]
    assert letter.to == [person.email]
    assert letter.subject.startswith(title)
    html = str(letter.alternatives[0][0])  # type: ignore[attr-defined]
    for body in (letter.body, html):
        assert title in body
        assert stop in body
        assert f"/about/{subject.pk}" in body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/api/v1/unsubscribe/" in letter.extra_headers["List-Unsubscribe"]
    assert [one.to for one in MemorySms.outbox] == [person.phone]
    assert title in MemorySms.outbox[0].text


def test_markup_in_a_name_stays_text_and_a_line_break_leaves_the_header_whole(person: User, tell: Tell) -> None:
    tell(person, UserFactory.create(display_name="<b>a</b>\nBcc: x@example.com"))
    drain()
    letter = mail.outbox[0]
    assert "\n" not in letter.subject
    assert letter.recipients() == [person.email]
    assert "<b>a</b>" not in str(letter.alternatives[0][0])  # type: ignore[attr-defined]
    assert "&lt;b&gt;a&lt;/b&gt;" in str(letter.alternatives[0][0])  # type: ignore[attr-defined]


def test_the_same_cause_is_told_once_and_another_one_again(person: User, tell: Tell) -> None:
    subject = UserFactory.create()
    assert [tell(person, subject), tell(person, subject), tell(person, subject, cause="later")] == [True, False, True]
    assert Notification.objects.count() == 2
    drain()
    assert len(mail.outbox) == 2
    # The control: it is the database that refuses, whoever asks.
    first = Notification.objects.earliest("created_at")
    first.pk = None
    with pytest.raises(IntegrityError, match="notification_told_once"), transaction.atomic():
        first.save(force_insert=True)


@pytest.mark.fault
def test_s07_what_may_not_be_told_any_more_is_withheld_200_times_of_200(person: User, tell: Tell) -> None:
    """Told in the transaction of the cause, withdrawn before the sending; half of it would have come in a digest."""
    subjects = UserFactory.create_batch(200)
    for number, subject in enumerate(subjects):
        tell(person, subject, kind=news.DAILY if number % 2 else news.PLAIN)
    assert selectors.unread_count(person) == 200
    news.withdrawn.update(subject.pk for subject in subjects)
    assert selectors.unread_count(person) == 0
    drain(clock.now() + timedelta(days=2))

    sent = len(mail.outbox) + len(MemorySms.outbox)
    record("S07 sent after the right ended", value=sent, bound=0, unit="of 200", passed=sent == 0)
    assert sent == 0
    assert set(Delivery.objects.values_list("state", "reason")) == {(S.WITHHELD, R.NOT_ALLOWED)}
    assert Delivery.objects.count() == 600
    assert (selectors.inbox_of(person), list(selectors.own_deliveries(person))) == ([], [])
    # What was withheld once stays so, and the control: what is allowed is sent.
    news.withdrawn.clear()
    assert selectors.unread_count(person) == 0
    tell(person, subjects[0], cause="anew")
    drain()
    assert len(mail.outbox) == 1


def test_right_withdrawn_after_reading_hides_it_again(person: User, tell: Tell) -> None:
    one, other = UserFactory.create_batch(2)
    tell(person, one)
    tell(person, other)
    drain()
    news.withdrawn.add(one.pk)
    assert [row.subject_id for row, _ in selectors.inbox_of(person)] == [other.pk]
    assert {row.notification.subject_id for row in selectors.own_deliveries(person)} == {other.pk}
    assert selectors.unread_count(person) == 1


@pytest.mark.parametrize(
    ("fields", "state", "reason"),
    [
        ({"is_active": False}, S.WITHHELD, R.CLOSED_ACCOUNT),
        ({"is_demo": True}, S.SUPPRESSED, R.DEMO),
        ({"confirmed": False, "phone_verified": False}, S.SUPPRESSED, R.NO_ADDRESS),
    ],
)
def test_nothing_leaves_for_whoever_cannot_be_reached(
    tell: Tell, fields: dict[str, Any], state: DeliveryState, reason: Reason
) -> None:
    person = UserFactory.create(**{"phone": "+8613800000002", "phone_verified": True, **fields})
    tell(person, UserFactory.create())
    drain()
    assert (mail.outbox, MemorySms.outbox) == ([], [])
    assert {_states()[C.EMAIL], _states()[C.SMS]} == {(state, reason)}


def test_switched_off_channels_stay_silent_even_when_switched_off_after_the_cause(person: User, tell: Tell) -> None:
    """One before, one in between; the in-app news is there all the same."""
    services.change_preferences(actor=person, switches=[Switch(news.GROUP, C.SMS, is_on=False)], now=clock.now())
    tell(person, UserFactory.create())
    assert _states()[C.SMS] == (S.SUPPRESSED, R.SWITCHED_OFF)
    services.change_preferences(actor=person, switches=[Switch(news.GROUP, C.EMAIL, is_on=False)], now=clock.now())
    drain()
    assert (mail.outbox, MemorySms.outbox) == ([], [])
    assert _states()[C.EMAIL] == (S.SUPPRESSED, R.SWITCHED_OFF)
    assert selectors.unread_count(person) == 1


def test_quiet_hours_hold_mail_and_message_until_they_end_and_urgent_news_passes(person: User, tell: Tell) -> None:
    night, morning = _street(23), _street(7, day=26)
    services.change_preferences(actor=person, quiet=QuietHours(_street(22).time(), morning.time()), now=clock.now())
    tell(person, UserFactory.create(display_name="平常"), now=night)
    tell(person, UserFactory.create(display_name="紧急"), now=night, kind=news.URGENT)
    drain(night)
    assert [subject for _, subject in mailed()] == ["关于「紧急」的消息 · 香蜜湖创投街区"]
    assert len(MemorySms.outbox) == 1
    assert selectors.unread_count(person) == 2
    drain(morning - timedelta(minutes=1))
    assert (len(mail.outbox), len(MemorySms.outbox)) == (1, 1)
    drain(morning)
    assert [subject for _, subject in mailed()][1:] == ["关于「平常」的消息 · 香蜜湖创投街区"]
    assert len(MemorySms.outbox) == 2


def test_quiet_hours_follow_the_clock_with_its_offset(person: User, tell: Tell, settings: Any) -> None:
    """A quarter of an hour before they begin, seen by the real clock moved there, and again inside them."""
    local = clock.now().astimezone(STREET)
    begins, ends = local + timedelta(hours=2), local + timedelta(hours=4)
    services.change_preferences(actor=person, quiet=QuietHours(begins.time(), ends.time()), now=clock.now())
    settings.CLOCK_OFFSET_SECONDS = int(timedelta(hours=3).total_seconds())
    tell(person, UserFactory.create())
    drain()
    assert mail.outbox == []
    settings.CLOCK_OFFSET_SECONDS = int(timedelta(hours=4, minutes=1).total_seconds())
    drain()
    assert len(mail.outbox) == 1


def test_quiet_hours_chosen_after_the_cause_hold_it_too_and_cost_no_try(person: User, tell: Tell) -> None:
    tell(person, UserFactory.create(), now=_street(12))
    Delivery.objects.filter(channel=C.EMAIL).update(due_at=_street(12))
    services.change_preferences(actor=person, quiet=QuietHours(_street(22).time(), _street(7).time()), now=_street(12))
    drain(_street(23))
    row = Delivery.objects.get(channel=C.EMAIL)
    assert (mail.outbox, row.state, row.attempts, row.due_at) == ([], S.QUEUED, 0, _street(7, day=26))


def test_a_daily_digest_is_one_mail_with_what_may_still_be_told(person: User, tell: Tell) -> None:
    services.change_preferences(actor=person, digest=Digest.DAILY, now=clock.now())
    subjects = UserFactory.create_batch(3)
    for subject in subjects:
        tell(person, subject, now=_street(12))
    tell(person, UserFactory.create(display_name="紧急"), kind=news.URGENT, now=_street(12))
    drain(_street(12))
    assert [subject for _, subject in mailed()] == ["关于「紧急」的消息 · 香蜜湖创投街区"]
    news.withdrawn.add(subjects[1].pk)
    drain(_street(8, 59, day=26))
    assert len(mail.outbox) == 1
    drain(_street(9, day=26))
    assert len(mail.outbox) == 2
    digest = mail.outbox[1]
    assert digest.subject == "您有 2 条新消息 · 香蜜湖创投街区"
    assert [subject.display_name in digest.body for subject in subjects] == [True, False, True]
    drain(_street(9, day=27))
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    ("digest", "first"),
    [(Digest.IMMEDIATE, _street(12)), (Digest.DAILY, _street(9, day=26)), (Digest.WEEKLY, _street(9, day=30))],
)
def test_the_chosen_rhythm_says_when_a_mail_leaves(person: User, tell: Tell, digest: Digest, first: datetime) -> None:
    """Also for what waits already: news that suggests a daily digest was told before the choice."""
    tell(person, UserFactory.create(), kind=news.DAILY, now=_street(12))
    assert Delivery.objects.get(channel=C.EMAIL).due_at == _street(9, day=26)
    services.change_preferences(actor=person, digest=digest, now=_street(12))
    row = Delivery.objects.get(channel=C.EMAIL)
    assert (row.due_at, row.in_digest) == (first, digest is not Digest.IMMEDIATE)
    drain(first - timedelta(seconds=1))
    assert mail.outbox == []
    drain(first)
    assert len(mail.outbox) == 1


class Providers:
    """Both providers: whether they are away, and what they took."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.calls = 0

    def ask(self) -> None:
        self.calls += 1
        if self.error is not None:
            raise self.error


@pytest.fixture
def providers(monkeypatch: pytest.MonkeyPatch) -> Providers:
    held = Providers()
    take, carry = EmailBackend.send_messages, MemorySms.send

    def send_messages(self: EmailBackend, messages: Any) -> int:
        held.ask()
        return int(take(self, messages))

    def send(self: MemorySms, message: Sms) -> None:
        held.ask()
        carry(self, message)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    monkeypatch.setattr(MemorySms, "send", send)
    return held


def test_a_failing_provider_is_asked_ever_more_rarely_and_the_fifth_failure_parks(
    person: User, tell: Tell, providers: Providers, caplog: pytest.LogCaptureFixture, capsys: Any
) -> None:
    providers.error = SMTPServerDisconnected(f"goodbye {person.email}")
    start = _street(12)
    tell(person, UserFactory.create(), now=start)
    minutes = 0
    for pause in (0, 1, 4, 16, 64):
        minutes += pause
        drain(start + timedelta(minutes=minutes, seconds=-1))
        before = providers.calls
        drain(start + timedelta(minutes=minutes))
        assert providers.calls == before + 2, f"at minute {minutes}"
    assert {_states()[C.EMAIL], _states()[C.SMS]} == {(S.FAILED, R.UNREACHABLE)}
    assert set(Delivery.objects.exclude(channel=C.IN_APP).values_list("attempts", flat=True)) == {5}
    drain(start + timedelta(days=9))
    assert providers.calls == 10
    said = caplog.text + "".join(capsys.readouterr())
    assert "notification_not_sent" in said
    assert (str(person.email) in said, str(person.phone) in said) == (False, False)


def test_a_mailbox_that_is_refused_for_good_is_not_asked_again(person: User, tell: Tell, providers: Providers) -> None:
    providers.error = SMTPRecipientsRefused({str(person.email): (550, b"no such user")})
    tell(person, UserFactory.create())
    drain()
    assert _states()[C.EMAIL] == (S.FAILED, R.REFUSED)


def test_a_provider_that_is_away_spends_the_tries_of_three_letters_not_of_all(
    person: User, tell: Tell, providers: Providers
) -> None:
    providers.error = SMTPServerDisconnected()
    for subject in UserFactory.create_batch(10):
        tell(person, subject)
    drain()
    assert Delivery.objects.filter(channel=C.EMAIL, attempts=1).count() == 3
    assert Delivery.objects.filter(channel=C.EMAIL, attempts=0, state=S.QUEUED).count() == 7


def test_a_kind_that_cannot_speak_holds_nobody_up_and_its_words_reach_no_log(
    person: User, tell: Tell, capsys: Any, caplog: pytest.LogCaptureFixture
) -> None:
    subject = UserFactory.create()
    for number in range(5):
        tell(person, subject, kind=news.BROKEN, cause=str(number))
    tell(person, subject)
    drain()
    assert len(mail.outbox) == 1
    broken = Delivery.objects.filter(notification__kind=news.BROKEN, channel=C.EMAIL)
    assert set(broken.values_list("state", "reason", "attempts")) == {(S.QUEUED, R.CRASHED, 1)}
    assert str(subject.email) not in caplog.text + "".join(capsys.readouterr())


def test_a_mail_whose_worker_died_goes_again_under_the_same_name(person: User, tell: Tell) -> None:
    """Killed between sending and marking: the claim stays, and after ten minutes somebody takes it over."""
    start = _street(12)
    services.change_preferences(actor=person, digest=Digest.DAILY, now=start)
    for subject in UserFactory.create_batch(2):
        tell(person, subject, now=start)
    due = _street(9, day=26)
    rows = claiming.claim(C.EMAIL, now=due)
    assert len(rows) == 2
    # News that came meanwhile has a letter of its own.
    tell(person, UserFactory.create(), now=start)
    drain(due + claiming.STALLED_AFTER - timedelta(seconds=1))
    assert [message.extra_headers["Message-ID"] for message in mail.outbox] != []
    mail.outbox.clear()
    drain(due + claiming.STALLED_AFTER)
    assert [message.extra_headers["Message-ID"].split("@")[0] for message in mail.outbox] == [f"<{rows[0].letter}"]
    assert mail.outbox[0].subject.startswith("您有 2 条")
    assert set(Delivery.objects.filter(channel=C.EMAIL).values_list("state", flat=True)) == {S.SENT}
    # The dead one comes back to life after all: its mark is worth nothing any more.
    assert claiming.finish(rows, S.FAILED, now=due) == 0


def test_a_text_message_whose_worker_died_is_not_sent_again_and_rings_the_alarm(
    person: User, tell: Tell, capsys: Any, caplog: pytest.LogCaptureFixture
) -> None:
    start = _street(12)
    tell(person, UserFactory.create(), now=start)
    assert len(claiming.claim(C.SMS, now=start)) == 1
    drain(start + claiming.STALLED_AFTER - timedelta(seconds=1))
    assert _states()[C.SMS] == (S.SENDING, "")
    drain(start + claiming.STALLED_AFTER)
    assert _states()[C.SMS] == (S.UNCERTAIN, R.INTERRUPTED)
    drain(start + timedelta(days=2))
    assert MemorySms.outbox == []
    assert "sms_deliveries_uncertain" in caplog.text + "".join(capsys.readouterr())


def test_old_news_is_forgotten(person: User, tell: Tell) -> None:
    now = clock.now()
    tell(person, UserFactory.create(), now=now - sending.KEEP - timedelta(days=1))
    tell(person, UserFactory.create(), now=now - sending.KEEP + timedelta(days=1))
    assert sending.tidy(now=now) == 1
    assert (Notification.objects.count(), Delivery.objects.count()) == (1, 3)
