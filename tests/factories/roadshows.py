"""Events and who registered for them."""

from datetime import UTC, datetime, timedelta

from factory.declarations import (
    LazyAttribute,
    LazyFunction,
    PostGeneration,
    RelatedFactory,
    Sequence,
    SubFactory,
    Trait,
)
from factory.django import DjangoModelFactory

from backend.core.digests import digest_of
from backend.core.ids import new_id
from backend.organizations.enums import OrganizationKind
from backend.roadshows import consent
from backend.roadshows.enums import AgendaKind, EventPreset, EventState, EventVisibility
from backend.roadshows.models import (
    AgendaItem,
    AgendaRelease,
    CheckIn,
    CheckInDevice,
    CheckInList,
    Event,
    EventHelper,
    EventSeries,
    GuestView,
    Invitation,
    Mailing,
    Minutes,
    Question,
    Quota,
    Registration,
    TicketType,
    Voucher,
    WaitlistEntry,
)
from backend.roadshows.models.event import new_code
from backend.roadshows.services.releasing import released_of
from backend.roadshows.services.seats import quotas_of, take_places
from backend.roadshows.tickets import helper_secret_of, invitation_secret_of, secret_of, waiting_secret_of
from tests.factories.accounts import UserFactory
from tests.factories.organizations import OrganizationFactory


def _now() -> datetime:
    return datetime.now(UTC)


class HostFactory(OrganizationFactory):
    """A verified host."""

    kind = OrganizationKind.HOST
    verification_state = "verified"
    verified_at = LazyFunction(_now)
    verified_until = LazyFunction(lambda: _now() + timedelta(days=365))


class QuotaFactory(DjangoModelFactory[Quota]):
    class Meta:
        model = Quota

    capacity = 50


class TicketTypeFactory(DjangoModelFactory[TicketType]):
    """The one kind an event begins with; free."""

    class Meta:
        model = TicketType

    position = 1
    name = "普通票"
    name_en = "Standard"


class VoucherFactory(DjangoModelFactory[Voucher]):
    """For one ticket of any kind, at its own price."""

    class Meta:
        model = Voucher

    code = Sequence(lambda n: f"CODE-{n:04}")


class CheckInListFactory(DjangoModelFactory[CheckInList]):
    """The one door an event begins with; each ticket opens it once."""

    class Meta:
        model = CheckInList

    position = 1
    name = "入场签到"
    name_en = "Entrance"


def _first_release(row: Event, create: bool, wanted: object, **kwargs: object) -> None:
    if create and row.published_at is not None:
        AgendaRelease.objects.create(event=row, number=1, released_at=row.published_at)


class EventSeriesFactory(DjangoModelFactory[EventSeries]):
    """Of four weeks; events are put into it by whoever makes them."""

    class Meta:
        model = EventSeries

    organization = SubFactory(HostFactory)
    title = Sequence(lambda n: f"系列{n}")
    rule = "weekly"
    first_date = LazyFunction(lambda: _now().date())
    count = 4
    idempotency_key = Sequence(lambda n: f"series-key-{n}")
    request_digest = "0" * 64


class EventFactory(DjangoModelFactory[Event]):
    """A draft in a week, complete, with 50 seats. `published=True` opens it."""

    class Meta:
        model = Event
        skip_postgeneration_save = True

    class Params:
        published = Trait(state=EventState.PUBLISHED, submitted_at=LazyFunction(_now), published_at=LazyFunction(_now))

    organization = SubFactory(HostFactory)
    preset = EventPreset.ROADSHOW
    title = "人工智能专场路演"
    summary = "五家公司各讲八分钟，投资人现场提问。"
    sectors = ["SEMI_MEMS"]
    starts_at = LazyFunction(lambda: _now() + timedelta(days=7))
    ends_at = LazyAttribute(lambda row: row.starts_at + timedelta(hours=3))
    venue = "香蜜湖金融街会客厅"
    address = "福田区香蜜湖路 1 号"
    district = "福田区"
    quota = RelatedFactory(QuotaFactory, factory_related_name="event")
    ticket_type = RelatedFactory(TicketTypeFactory, factory_related_name="event")
    check_in_list = RelatedFactory(CheckInListFactory, factory_related_name="event")
    agenda_release = PostGeneration(_first_release)


def _out_already(row: AgendaItem, create: bool, wanted: object, **kwargs: object) -> None:
    """A line of a published event stands in the version that is out, unless `is_out=False`: it was written since."""
    release = row.event.agenda_releases.order_by("-number").first() if create and wanted is not False else None
    if release is not None:
        released_of(row, release).save()


class AgendaItemFactory(DjangoModelFactory[AgendaItem]):
    """Of a published event, a line of its newest version too."""

    class Meta:
        model = AgendaItem
        skip_postgeneration_save = True

    event = SubFactory(EventFactory)
    position = 1
    kind = AgendaKind.TALK
    title = "开场致辞"
    minutes = 10
    is_out = PostGeneration(_out_already)


def _seat(row: Registration, create: bool, wanted: object, **kwargs: object) -> None:
    if create and row.state in ("pending_approval", "confirmed", "awaiting_payment"):
        assert take_places(row.quota_ids)


class RegistrationFactory(DjangoModelFactory[Registration]):
    """A confirmed guest known by mail. Its seat is counted."""

    class Meta:
        model = Registration
        skip_postgeneration_save = True

    id = LazyFunction(new_id)
    event = SubFactory(EventFactory, published=True)
    ticket_type = LazyAttribute(lambda row: row.event.ticket_types.first())
    quota_ids = LazyAttribute(lambda row: quotas_of(row.ticket_type))
    price_minor = LazyAttribute(lambda row: row.ticket_type.price_minor)
    name = Sequence(lambda n: f"来宾{n}")
    organization_name = "香蜜湖创投"
    email = Sequence(lambda n: f"guest{n}@example.com")
    consent_version = LazyFunction(lambda: consent.current().version)
    consented_at = LazyFunction(_now)
    code = LazyFunction(lambda: new_code(8))
    secret_digest = LazyAttribute(lambda row: digest_of(secret_of(row.id)))
    idempotency_key = Sequence(lambda n: f"key-{n}")
    request_digest = "0" * 64

    seat = PostGeneration(_seat)


def _first_list(row: CheckInDevice, create: bool, wanted: object, **kwargs: object) -> None:
    if create:
        row.lists.set(row.event.check_in_lists.all())


class CheckInDeviceFactory(DjangoModelFactory[CheckInDevice]):
    """A phone at all doors of an event, by the secret `secret`."""

    class Meta:
        model = CheckInDevice
        skip_postgeneration_save = True

    class Params:
        secret = Sequence(lambda n: f"secret-of-device-{n}")

    event = SubFactory(EventFactory, published=True)
    name = Sequence(lambda n: f"手机{n}")
    secret_digest = LazyAttribute(lambda row: digest_of(row.secret))

    lists = PostGeneration(_first_list)


class EventHelperFactory(DjangoModelFactory[EventHelper]):
    """A person who said yes to standing at the desk. `invited=True`: was asked by mail and has not answered."""

    class Meta:
        model = EventHelper

    class Params:
        invited = Trait(
            state="invited",
            person=None,
            answered_at=None,
            email=Sequence(lambda n: f"helper{n}@example.com"),
            secret_digest=LazyAttribute(lambda row: digest_of(helper_secret_of(row.id))),
        )

    id = LazyFunction(new_id)
    event = SubFactory(EventFactory, published=True)
    role = "desk"
    state = "accepted"
    person = SubFactory(UserFactory)
    answered_at = LazyFunction(_now)


class CheckInFactory(DjangoModelFactory[CheckIn]):
    """A ticket that came in by the first list of its event, and was undone again."""

    class Meta:
        model = CheckIn

    registration = SubFactory(RegistrationFactory)
    list = LazyAttribute(lambda row: row.registration.event.check_in_lists.first())
    nonce = LazyFunction(new_id)
    kind = "entry"
    result = "admitted"
    source = "online"
    scanned_at = LazyFunction(_now)
    synced_at = LazyFunction(_now)
    undone_at = LazyFunction(_now)


class QuestionFactory(DjangoModelFactory[Question]):
    """A line of text asked of whoever registers."""

    class Meta:
        model = Question

    event = SubFactory(EventFactory, published=True)
    position = 1
    kind = "short_text"
    label = "车牌号"


class MailingFactory(DjangoModelFactory[Mailing]):
    """A draft to everybody of an event, written in one language."""

    class Meta:
        model = Mailing

    event = SubFactory(EventFactory, published=True)
    filters = LazyFunction(dict)
    subject_zh_hans = "提醒"
    body_zh_hans = "{name}您好，{when}见。"


class GuestViewFactory(DjangoModelFactory[GuestView]):
    """Guests who hold a ticket, for all events of a host."""

    class Meta:
        model = GuestView

    organization = SubFactory(HostFactory)
    name = Sequence(lambda n: f"视图{n}")
    filters = LazyFunction(lambda: {"state": "confirmed"})
    sort = "newest"


def _want(row: WaitlistEntry, create: bool, wanted: object, **kwargs: object) -> None:
    if create:
        row.kinds.set(wanted or row.event.ticket_types.all())  # type: ignore[arg-type]


def _hold(row: WaitlistEntry, create: bool, wanted: object, **kwargs: object) -> None:
    if create and row.state == "offered":
        assert take_places(row.quota_ids, row.party_size)


class WaitingFactory(DjangoModelFactory[WaitlistEntry]):
    """Somebody who waits for any kind, known by mail. `offered=True` keeps a place for them, which is counted."""

    class Meta:
        model = WaitlistEntry
        skip_postgeneration_save = True

    class Params:
        offered = Trait(
            state="offered",
            ticket_type=LazyAttribute(lambda row: row.event.ticket_types.first()),
            quota_ids=LazyAttribute(lambda row: quotas_of(row.ticket_type)),
            offered_at=LazyFunction(_now),
            offer_expires_at=LazyFunction(lambda: _now() + timedelta(hours=24)),
        )

    id = LazyFunction(new_id)
    event = SubFactory(EventFactory, published=True)
    queued_at = LazyFunction(_now)
    name = Sequence(lambda n: f"候补{n}")
    organization_name = "香蜜湖创投"
    email = Sequence(lambda n: f"waiting{n}@example.com")
    consent_version = LazyFunction(lambda: consent.current().version)
    consented_at = LazyFunction(_now)
    secret_digest = LazyAttribute(lambda row: digest_of(waiting_secret_of(row.id)))
    idempotency_key = Sequence(lambda n: f"waiting-key-{n}")
    request_digest = "0" * 64

    wanted = PostGeneration(_want)
    place = PostGeneration(_hold)


class GuestInvitationFactory(DjangoModelFactory[Invitation]):
    """Somebody who was asked to an event for invited guests by mail, and has not answered."""

    class Meta:
        model = Invitation

    id = LazyFunction(new_id)
    event = SubFactory(EventFactory, published=True, visibility=EventVisibility.INVITED)
    name = Sequence(lambda n: f"受邀者{n}")
    email = Sequence(lambda n: f"invited{n}@example.com")
    secret_digest = LazyAttribute(lambda row: digest_of(invitation_secret_of(row.id)))


class MinutesFactory(DjangoModelFactory[Minutes]):
    """A draft. `shared_at` lets the guests read it."""

    class Meta:
        model = Minutes

    event = SubFactory(EventFactory, published=True, state=EventState.ENDED, preset=EventPreset.ROUNDTABLE)
    text = "## 结论\n\n- 明年再聚"
