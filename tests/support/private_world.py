"""A small street in which every private thing carries a word of its own, and the people who may or may not read it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from backend.accounts.models import User
from backend.core import clock
from backend.core.money import Currency
from backend.deals.enums import Block, PitchState, Stage, ThesisState, Visibility
from backend.deals.models import (
    BlockGrant,
    ImportBatch,
    Pitch,
    PitchBlock,
    PitchIp,
    PitchNeeds,
    PitchTeam,
    PitchTeamMember,
    PitchTerms,
    PitchTraction,
    Thesis,
)
from backend.matching.enums import Asker, RestsOn
from backend.matching.models import Alert, Call
from backend.notifications.enums import Channel
from backend.notifications.models import Delivery, Notification
from backend.organizations.enums import FundType, MemberRole, ReviewKind, StandingKind
from backend.organizations.models import Fund, InvestorStanding, Organization, OrganizationReview
from backend.payments.models import Checkout, Fapiao, Order, Refund, RefundRequest, Transfer, TransferProof
from backend.roadshows.enums import AgendaKind, EventPreset, EventState, EventVisibility
from backend.roadshows.models import AdmittedContact, Answer, Event, FinalDeck, Registration
from backend.webhooks.models import Delivery as Told
from backend.webhooks.models import Endpoint, Message
from backend.webhooks.signing import new_secret, sealed
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.files import DeckFileFactory
from tests.factories.matching import SavedSearchFactory
from tests.factories.organizations import (
    EvidenceFactory,
    FirmFactory,
    InvitationFactory,
    MembershipFactory,
    OrganizationFactory,
)
from tests.factories.payments import OrderFactory
from tests.factories.roadshows import (
    AgendaItemFactory,
    CheckInDeviceFactory,
    CheckInFactory,
    EventFactory,
    EventHelperFactory,
    EventSeriesFactory,
    GuestInvitationFactory,
    GuestViewFactory,
    HostFactory,
    MailingFactory,
    MinutesFactory,
    QuestionFactory,
    RegistrationFactory,
    WaitingFactory,
)
from tests.support.canaries import SECRET, PrivateWorld, canary
from tests.support.private_backstage import add_backstage
from tests.support.private_judging import add_judging

_HEADLINE: Mapping[str, Any] = {
    "sector_primary": "SEMI_DES",
    "sectors": ["SEMI_DES"],
    "stage": Stage.SERIES_A,
    "city": "深圳",
    "region": "广东",
    "currency": Currency.CNY,
    "amount_target_minor": 2_000_000_000,
    "amount_usd": 3_076_923,
}


def build(now: datetime) -> PrivateWorld:
    world = PrivateWorld()
    founder, startup = _member(
        world, "founder", OrganizationFactory.create(verified=True, legal_name="深圳公开科技有限公司")
    )
    world.rows.append(startup)
    _add_investors(world)
    for role in ("newcomer", "lp"):
        world.people[role] = UserFactory.create()
    _member(world, "competitor", OrganizationFactory.create(verified=True))
    world.people["visitor"] = None
    world.people["operator"] = OperatorFactory.create()
    world.people["operator_without_second_factor"] = UserFactory.create(is_operator=True)
    _add_published_pitch(world, startup, founder, now)
    _add_unpublished(world, startup, founder)
    _add_casework(world, startup, founder, now)
    _add_events(world, startup, now)
    _add_saved_search(world, now)
    _add_hooks(world, startup)
    return world


def _member(world: PrivateWorld, role: str, organization: Organization) -> tuple[User, Organization]:
    person = UserFactory.create(phone=f"+86138{len(world.people):08d}")
    MembershipFactory.create(organization=organization, person=person, role=MemberRole.OWNER)
    world.people[role] = person
    return person, organization


def _add_investors(world: PrivateWorld) -> None:
    for role in ("investor", "investor_named", "investor_agreed", "fund_manager"):
        _, firm = _member(world, role, FirmFactory.create(verified=True))
        world.rows.append(firm)
    _member(world, "investor_unverified", FirmFactory.create())


def _firm_of(world: PrivateWorld, role: str) -> Organization:
    person = world.people[role]
    assert person is not None
    return Organization.objects.get(memberships__person=person)


def _add_published_pitch(world: PrivateWorld, startup: Organization, founder: User, now: datetime) -> None:
    pitch = Pitch.objects.create(
        organization=startup,
        state=PitchState.PUBLISHED,
        published_at=now,
        last_confirmed_at=now,
        created_by=founder,
        one_liner="公开的人工智能芯片",
        story="公开的故事",
        **_HEADLINE,
    )
    world.rows.append(pitch)
    for block, visibility in {
        Block.TEAM: Visibility.NAMED_INVESTORS,
        Block.TRACTION: Visibility.VERIFIED_INVESTORS,
        Block.IP: Visibility.AFTER_NDA,
        Block.TERMS: Visibility.NAMED_INVESTORS,
        Block.NEEDS: Visibility.NAMED_INVESTORS,
        Block.DECK: Visibility.NAMED_INVESTORS,
    }.items():
        PitchBlock.objects.create(pitch=pitch, block=block, visibility=visibility)
    PitchTeam.objects.create(pitch=pitch, headcount=31)
    PitchTraction.objects.create(pitch=pitch, key_contracts=canary("traction"))
    PitchIp.objects.create(pitch=pitch, note=canary("ip"))
    PitchTerms.objects.create(pitch=pitch, use_of_proceeds=canary("terms"))
    PitchNeeds.objects.create(pitch=pitch, space=canary("needs"))
    member = PitchTeamMember.objects.create(pitch=pitch, name=canary("name"), role="CTO", background=canary("team"))
    pitch.deck = EvidenceFactory.create(
        kind="deck", name=canary("deck") + ".pdf", extracted_text=canary("decktext"), uploaded_by=founder
    )
    pitch.deck_version = 1
    pitch.save()
    world.rows.append(pitch.deck)
    named = Block.TEAM, Block.TERMS, Block.NEEDS, Block.DECK
    grant = BlockGrant.objects.create(
        pitch=pitch, firm=_firm_of(world, "investor_named"), blocks=list(named), granted_by=founder
    )
    world.pairs += [(pitch, member), (pitch, grant)]
    insiders = frozenset({"founder", "operator"})
    for word in (canary("name"), canary("team"), canary("terms"), canary("needs"), canary("deck"), canary("decktext")):
        world.words[word] = insiders | {"investor_named"}
    world.words[canary("ip")] = insiders
    world.words[canary("traction")] = insiders | {"investor", "investor_named", "investor_agreed", "fund_manager"}


def _add_unpublished(world: PrivateWorld, startup: Organization, founder: User) -> None:
    draft = Pitch.objects.create(
        organization=startup, one_liner=canary("draft"), story=canary("draft"), created_by=founder, **_HEADLINE
    )
    unverified = OrganizationFactory.create(brand_name=canary("unverified"), legal_name=canary("unverified"))
    shy = UserFactory.create()
    MembershipFactory.create(organization=unverified, person=shy, role=MemberRole.OWNER)
    waiting = Pitch.objects.create(
        organization=unverified, one_liner=canary("waiting"), state=PitchState.IN_REVIEW, created_by=shy, **_HEADLINE
    )
    manager = _firm_of(world, "fund_manager")
    fund = Fund.objects.create(firm=manager, name=canary("fund"), fund_type=FundType.VENTURE_CAPITAL_FUND)
    thesis = Thesis.objects.create(
        firm=manager, title=canary("thesis"), state=ThesisState.DRAFT, summary=canary("thesis")
    )
    public = Thesis.objects.create(
        firm=manager, fund=fund, title="公开的投资方向", state=ThesisState.PUBLISHED, sectors_include=["SEMI"]
    )
    world.rows += [draft, unverified, waiting, fund, thesis, public]
    _add_news(world, draft)
    # A draft is its team's alone; operators come in when it is submitted.
    world.words[canary("draft")] = frozenset({"founder"})
    world.words[canary("unverified")] = world.words[canary("waiting")] = frozenset({"operator"})
    world.words[canary("fund")] = frozenset({"fund_manager", "operator"})
    world.words[canary("thesis")] = frozenset({"fund_manager", "operator"})


def _add_news(world: PrivateWorld, draft: Pitch) -> None:
    """Everybody was told of the draft, as if each had belonged to its team then; now only the founder may know."""
    for person in filter(None, world.people.values()):
        row = Notification.objects.create(
            recipient=person,
            kind="deals.pitch_sent_back",
            subject_kind=Pitch._meta.label_lower,
            subject_id=draft.pk,
            cause=str(draft.pk),
            created_at=clock.now(),
        )
        for channel in Channel:
            Delivery.objects.create(notification=row, channel=channel, due_at=row.created_at)
        world.rows.append(row)


def _add_casework(world: PrivateWorld, startup: Organization, founder: User, now: datetime) -> None:
    review = OrganizationReview.objects.create(
        organization=startup,
        kind=ReviewKind.VERIFICATION,
        requested_by=founder,
        identity=startup.identity,
        statement=canary("statement"),
    )
    evidence = EvidenceFactory.create(
        name=canary("evidence") + ".pdf", extracted_text=canary("evidence"), uploaded_by=founder
    )
    review.evidence.add(evidence)
    lp = world.people["lp"]
    assert lp is not None
    standing = InvestorStanding.objects.create(
        person=lp, kind=StandingKind.SPECIFIC_PERSON, statement=canary("standing")
    )
    invitation = InvitationFactory.create(
        organization=startup,
        invited_by=founder,
        note=canary("invite"),
        email=canary("invite") + "@example.com",
        secret=SECRET,
    )
    batch = ImportBatch.objects.create(subject="companies", source=canary("import"), source_credit=canary("import"))
    reserved = UserFactory.create(email=canary("mail") + "@example.com", display_name=canary("person"))
    joined = MembershipFactory.create(organization=startup, person=reserved, role=MemberRole.MEMBER)
    world.rows += [review, evidence, standing, batch]
    world.pairs += [(startup, review), (startup, invitation), (startup, joined)]
    world.words[canary("statement")] = world.words[canary("evidence")] = frozenset({"founder", "operator"})
    world.words[canary("standing")] = frozenset({"lp", "operator"})
    # Whoever holds the link may read what it says; no other address gives it.
    world.words[canary("invite")] = frozenset({"founder", "operator"})
    world.words[canary("import")] = frozenset({"operator"})
    world.words[canary("mail")] = world.words[canary("person")] = frozenset({"founder", "operator"})


def _add_events(world: PrivateWorld, startup: Organization, now: datetime) -> None:
    """A draft, one under review with a slot nobody confirmed, and a public one with a guest."""
    _, host = _member(world, "host", HostFactory.create())
    reader = UserFactory.create()
    MembershipFactory.create(organization=host, person=reader, role=MemberRole.READER)
    world.people["host_reader"] = reader
    draft = EventFactory.create(organization=host, title=canary("eventdraft"), description=canary("eventdraft"))
    waiting = EventFactory.create(
        organization=host, title=canary("eventwaiting"), state=EventState.UNDER_REVIEW, submitted_at=now
    )
    public = EventFactory.create(organization=host, published=True)
    series = EventSeriesFactory.create(organization=host, title=canary("series"))
    for position, one in enumerate((public, draft), start=1):
        one.series, one.series_position = series, position
        one.save()
    pitch = Pitch.objects.get(organization=startup, state=PitchState.PUBLISHED)
    slot = AgendaItemFactory.create(event=public, kind=AgendaKind.PITCH, title=canary("slot"), pitch=pitch)
    AgendaItemFactory.create(event=public, position=2, title=canary("draftline"), speaker="某人", is_out=False)
    guest = _add_guests(world, public)
    in_line = WaitingFactory.create(
        event=public,
        name=canary("inline"),
        organization_name=canary("inline"),
        email=canary("inlinemail") + "@example.com",
        removal_reason=canary("inline"),
    )
    WaitingFactory.create(event=public, person=world.people["founder"], name=canary("ownline"))
    device = CheckInDeviceFactory.create(event=public, name=canary("device"))
    check_in = CheckInFactory.create(registration=guest, device=device, undo_reason=canary("undone"))
    kind = public.ticket_types.get()
    answered = QuestionFactory.create(event=public)
    Answer.objects.create(registration=guest, question=answered, values=[canary("answer")])
    RegistrationFactory.create(
        event=public, state="rejected", refused_at=now, refusal_reason=canary("refusal"), name=canary("refused")
    )
    AdmittedContact.objects.create(ticket_type=kind, value=canary("admitted") + "@example.com")
    asked = EventHelperFactory.create(event=public, invited=True, email=canary("asked") + "@example.com")
    world.rows += [draft, waiting, public, slot, guest, asked]
    world.pairs += [(public, kind)]
    world.pairs += [(public, device), (public, check_in), (public, in_line), (public, guest), (public, asked)]
    _add_desk(world, host, public)
    add_judging(world, public, pitch, now)
    add_backstage(world, public, now)
    _add_deck(world, draft, pitch, now)
    _add_money(world, host, now)
    _add_roundtable(world, host, now)
    hosts = frozenset({"host", "host_reader"})
    world.words[canary("eventdraft")] = world.words[canary("draftline")] = hosts
    world.words[canary("series")] = hosts
    world.words[canary("eventwaiting")] = hosts | {"operator"}
    # The company that is asked to pitch reads what it is asked.
    world.words[canary("slot")] = hosts | {"operator", "founder"}
    hosts_own = ("guest", "guestmail", "guestphone", "answer", "refusal", "refused", "admitted", "inline", "inlinemail")
    for word in (*hosts_own, "device", "undone", "asked"):
        world.words[canary(word)] = frozenset({"host"})
    for word in ("ownticket", "ownline"):
        world.words[canary(word)] = frozenset({"host", "founder"})


def _add_roundtable(world: PrivateWorld, host: Organization, now: datetime) -> None:
    """For invited guests alone, of whom the newcomer was one; its minutes are shared. Of another they are a draft."""
    closed = {"preset": EventPreset.ROUNDTABLE, "visibility": EventVisibility.INVITED, "state": EventState.ENDED}
    over = EventFactory.create(
        organization=host,
        published=True,
        title=canary("invitedevent"),
        description=canary("invitedevent"),
        starts_at=now - timedelta(days=2),
        **closed,
    )
    other = EventFactory.create(organization=host, published=True, starts_at=now - timedelta(days=2), **closed)
    RegistrationFactory.create(event=over, person=world.people["newcomer"])
    invitation = GuestInvitationFactory.create(
        event=over, name=canary("invitee"), email=canary("inviteemail") + "@example.com"
    )
    MinutesFactory.create(event=over, text=canary("minutes"), shared_at=now)
    MinutesFactory.create(event=other, text=canary("minutesdraft"))
    world.rows += [over, other]
    world.pairs.append((over, invitation))
    world.words[canary("invitedevent")] = frozenset({"host", "host_reader", "operator", "newcomer"})
    world.words[canary("minutes")] = frozenset({"host", "newcomer"})
    for word in ("invitee", "inviteemail", "minutesdraft"):
        world.words[canary(word)] = frozenset({"host"})


def _add_guests(world: PrivateWorld, public: Event) -> Registration:
    """By mail, by phone, and a founder's own; the first of them."""
    guest: Registration = RegistrationFactory.create(
        event=public,
        name=canary("guest"),
        organization_name=canary("guest"),
        email=canary("guestmail") + "@example.com",
    )
    RegistrationFactory.create(event=public, email=None, phone="+8613900139000", name=canary("guestphone"))
    RegistrationFactory.create(event=public, person=world.people["founder"], name=canary("ownticket"))
    return guest


def _add_desk(world: PrivateWorld, host: Organization, event: Event) -> None:
    """What the host's team keeps. The mail reaches nobody, for a try of it would be a mail to whoever tries."""
    mailing = MailingFactory.create(event=event, body_en=canary("mailing"), filters={"q": "nobody"})
    view = GuestViewFactory.create(organization=host, name=canary("guestview"))
    world.pairs += [(event, mailing), (event, view)]
    for word in ("mailing", "guestview"):
        world.words[canary(word)] = frozenset({"host"})


def _add_deck(world: PrivateWorld, event: Event, pitch: Pitch, now: datetime) -> None:
    """What a company brought for an event: its own team's and the host's, whose readers and operators see nothing of it."""
    slot = AgendaItemFactory.create(event=event, kind=AgendaKind.PITCH, title="登台", pitch=pitch, is_confirmed=True)
    Event.objects.filter(pk=event.pk).update(decks_due_at=event.starts_at, decks_asked_at=now)
    file = DeckFileFactory.create(name=canary("finaldeck"))
    FinalDeck.objects.create(event=event, pitch=pitch, file=file, delivered_at=now)
    world.rows.append(slot)
    world.words[canary("finaldeck")] = frozenset({"host", "founder"})


def _add_hooks(world: PrivateWorld, owner: Organization) -> None:
    """Where the startup's own systems listen, and what they were told."""
    endpoint = Endpoint.objects.create(
        organization=owner,
        url=f"https://hooks.example.com/{canary('hookurl')}",
        note=canary("hooknote"),
        kinds=["order.paid"],
        secret=sealed(new_secret()),
    )
    message = Message.objects.create(
        organization=owner, kind="order.paid", cause="private", object_id=owner.pk, version=1, body=canary("hookbody")
    )
    told = Told.objects.create(endpoint=endpoint, message=message, due_at=clock.now())
    world.pairs += [(owner, endpoint), (owner, told)]
    for word in ("hookurl", "hooknote", "hookbody"):
        world.words[canary(word)] = frozenset({"founder"})


def _add_money(world: PrivateWorld, host: Organization, now: datetime) -> None:
    """What the host sold, and a refund the gateway refused: the host's team's and the street's."""
    order = OrderFactory.create(payee=host, description=canary("order"), state="succeeded", paid_at=now)
    checkout = Checkout.objects.create(
        order=order,
        gateway="stripe",
        state="paid",
        expires_at=now,
        success_url="https://street.example/",
        cancel_url="https://street.example/",
        session_id="cs_private",
        payment_id="pi_private",
        paid_minor=order.amount_minor,
    )
    refund = Refund.objects.create(
        checkout=checkout,
        amount_minor=1,
        cause="host",
        cause_key="host:private",
        reason=canary("refund"),
        state="failed",
    )
    world.rows += [order, refund]
    for word in ("order", "refund"):
        world.words[canary(word)] = frozenset({"host", "operator"})
    _add_papers_of_money(world, order, now)


def _add_papers_of_money(world: PrivateWorld, order: Order, now: datetime) -> None:
    """What payers write and show to the payee alone: neither its readers nor the street's operators are told."""
    transfer = Transfer.objects.create(
        order=order,
        state="submitted",
        expires_at=now,
        submitted_at=now,
        account_name="户名",
        bank="银行",
        account_number="1",
        account_note=canary("account"),
    )
    file = DeckFileFactory.create(kind="proof", name=canary("proof"))
    TransferProof.objects.create(transfer=transfer, file=file)
    request = RefundRequest.objects.create(order=order, reason=canary("asked back"), usual_minor=1)
    fapiao = Fapiao.objects.create(
        order=order,
        buyer="person",
        title=canary("fapiao"),
        email=canary("books") + "@example.com",
        item="门票",
        amount_minor=1,
        currency="CNY",
    )
    world.rows += [transfer, request, fapiao]
    for word in ("account", "proof", "asked back", "fapiao", "books"):
        world.words[canary(word)] = frozenset({"host"})


def _add_saved_search(world: PrivateWorld, now: datetime) -> None:
    """Of the investor alone, operators included; everybody was told of what was found, as if it were their own."""
    question = {"q": canary("question")}
    saved = SavedSearchFactory.create(owner=world.people["investor"], name=canary("search"), question=question)
    call = Call.objects.create(asker=Asker.SEARCH, search=saved, made_at=now)
    for pitch in Pitch.objects.all():
        Alert.objects.create(
            asker=Asker.SEARCH, search=saved, pitch=pitch, call=call, rests_on=RestsOn.VERIFIED, found_at=now
        )
    for person in filter(None, world.people.values()):
        row = Notification.objects.create(
            recipient=person,
            kind="matching.search_hit",
            subject_kind=Call._meta.label_lower,
            subject_id=call.pk,
            cause=str(call.pk),
            created_at=now,
        )
        for channel in Channel:
            Delivery.objects.create(notification=row, channel=channel, due_at=now)
    world.rows += [saved, call]
    world.words[canary("search")] = world.words[canary("question")] = frozenset({"investor"})


def determined(world: PrivateWorld, now: datetime) -> None:
    """Give the limited partner a standing: funds are theirs to read from here on."""
    InvestorStanding.objects.filter(person=world.people["lp"]).update(
        state="approved",
        valid_from=now,
        valid_until=now + timedelta(days=365),
        reviewer=world.people["operator"],
        decided_at=now,
    )
    world.words[canary("fund")] |= {"lp"}
