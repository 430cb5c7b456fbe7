"""Questions: who is somebody in a room, who may do what with a question, and who learns of it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import AnonymousUser

from backend.accounts.models import User
from backend.core import clock
from backend.core.actors import SYSTEM, Guest
from backend.core.errors import Invalid, NotFound, NotPermitted
from backend.core.models import AuditEntry
from backend.feeds.models import FeedEvent
from backend.interactions.enums import QuestionState
from backend.interactions.errors import (
    AlreadyAsked,
    BadMove,
    BadQuestion,
    Muted,
    NotInTheRoom,
    QuestionsClosed,
    QuestionSettled,
    QuestionUnknown,
    SlowDown,
    TicketOfAnAccount,
    TicketOpensNothing,
    TooManyQuestions,
)
from backend.interactions.models import Participant, Question, QuestionVote
from backend.interactions.selectors.states import backstage_state
from backend.interactions.services.asking import MOST_LEFT, ask, set_vote
from backend.interactions.services.entering import enter
from backend.interactions.services.moderating import MOVES, move, set_muted, set_rules
from backend.organizations.enums import MemberRole
from backend.roadshows.enums import EventState, HelperRole
from backend.roadshows.errors import WrongState
from backend.roadshows.models import Event, Registration
from backend.roadshows.tickets import secret_of
from tests.backend.roadshows.test_stage import live_event
from tests.factories.accounts import UserFactory
from tests.factories.deals import PitchFactory
from tests.factories.interactions import AudienceQuestionFactory, ParticipantFactory
from tests.factories.roadshows import EventFactory, EventHelperFactory, RegistrationFactory
from tests.support.pitch_cast import person_in
from tests.support.races import overlap

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


@pytest.fixture
def event() -> Event:
    return live_event()


@pytest.fixture
def host(event: Event) -> User:
    return person_in(event.organization, MemberRole.MEMBER)


@pytest.fixture
def guest(event: Event) -> User:
    person: User = UserFactory.create(display_name="李观众")
    enter(actor=person, event_id=event.pk)
    return person


def asked(actor: Any, event: Event, words: str = "现在有多少付费客户？", **given: Any) -> Question:
    told: dict[str, Any] = {"question_id": uuid4(), "is_anonymous": False, "now": clock.now()} | given
    return ask(**{"actor": actor, "event_id": event.pk, "words": words} | told)


def moved(actor: Any, question: Question, state: str, because: str = "") -> Question:
    return move(
        actor=actor, event_id=question.event_id, question_id=question.pk, state=state, because=because, now=clock.now()
    )


def ruled(host: Any, event: Event, **given: Any) -> None:
    rules: dict[str, Any] = {"takes_questions": True, "looks_first": False, "slow_seconds": 0, "held_words": []} | given
    set_rules(actor=host, event_id=event.pk, now=clock.now(), **rules)


def muted(host: Any, question: Question, is_muted: bool = True) -> None:
    set_muted(actor=host, event_id=question.event_id, question_id=question.pk, is_muted=is_muted, now=clock.now())


def voted(actor: Any, question: Question, wants: bool = True) -> int:
    return set_vote(actor=actor, event_id=question.event_id, question_id=question.pk, wants=wants, now=clock.now())


def ticket(row: Registration) -> str:
    return secret_of(row.pk)


def turned(event: Event, state: EventState) -> None:
    reason = "台风" if state == EventState.CANCELLED else ""
    gone = clock.now() if reason else None
    Event.objects.filter(pk=event.pk).update(state=state, cancel_reason=reason, cancelled_at=gone)


def guest_of(who: Participant) -> Guest:
    assert who.registration_id is not None
    return Guest(who.pk, who.registration_id)


def heard(audience: str) -> list[tuple[str, dict[str, Any]]]:
    rows = FeedEvent.objects.filter(feed__name__contains=f":{audience}").order_by("feed__name", "seq")
    return list(rows.values_list("type", "payload"))


def test_an_account_and_a_ticket_come_in_and_whoever_has_both_is_one(event: Event) -> None:
    person: User = UserFactory.create()
    with pytest.raises(NotInTheRoom):
        enter(actor=NOBODY, event_id=event.pk)
    first = enter(actor=person, event_id=event.pk)
    assert enter(actor=person, event_id=event.pk) == first
    own = RegistrationFactory.create(event=event, person=person, email=person.email)
    assert enter(actor=person, event_id=event.pk).registration == own
    with pytest.raises(TicketOfAnAccount):
        enter(actor=NOBODY, event_id=event.pk, ticket=ticket(own))
    guest = RegistrationFactory.create(event=event, name="王来宾")
    other = enter(actor=NOBODY, event_id=event.pk, ticket=ticket(guest))
    assert (other.name, other.person, other.registration) == ("王来宾", None, guest)
    assert (Participant.objects.count(), first.pk != other.pk) == (2, True)


def test_a_guest_who_signs_in_is_the_same_and_the_link_is_nobody_any_more(event: Event) -> None:
    person: User = UserFactory.create()
    place = RegistrationFactory.create(event=event, email=person.email)
    guest = enter(actor=NOBODY, event_id=event.pk, ticket=ticket(place))
    question = asked(guest_of(guest), event)
    own = enter(actor=person, event_id=event.pk)
    assert (own, own.person, question.participant) == (guest, person, guest)
    with pytest.raises(NotInTheRoom):
        asked(guest_of(guest), event)
    with pytest.raises(TicketOfAnAccount):
        enter(actor=NOBODY, event_id=event.pk, ticket=ticket(place))


def test_a_ticket_opens_only_its_own_room_and_only_while_it_is_good(event: Event) -> None:
    elsewhere = RegistrationFactory.create()
    gone = RegistrationFactory.create(event=event, state="cancelled", cancelled_at=clock.now())
    for secret in (ticket(elsewhere), ticket(gone), "nothing"):
        with pytest.raises(TicketOpensNothing):
            enter(actor=NOBODY, event_id=event.pk, ticket=secret)
    good = RegistrationFactory.create(event=event)
    who = enter(actor=NOBODY, event_id=event.pk, ticket=ticket(good))
    assert asked(guest_of(who), event).participant == who
    Registration.objects.filter(pk=good.pk).update(state="cancelled", cancelled_at=clock.now())
    with pytest.raises(NotInTheRoom):
        asked(guest_of(who), event)
    with pytest.raises(NotInTheRoom):
        asked(guest_of(who), EventFactory.create(published=True))


def test_nobody_comes_into_a_room_that_is_not_open() -> None:
    draft = EventFactory.create()
    with pytest.raises(NotFound):
        enter(actor=person_in(draft.organization), event_id=draft.pk)
    with pytest.raises(NotFound):
        enter(actor=UserFactory.create(), event_id=draft.pk)


def test_a_question_waits_until_its_host_shows_it_and_the_public_hears_of_its_number_alone(
    event: Event, host: User, guest: User
) -> None:
    question = asked(guest, event)
    assert question.state == QuestionState.QUEUE
    assert heard("public") == [
        ("question.moved", {"rows": {"questions": {}}, "counts": {"asked": 1, "answered": 0, "hidden": 0}})
    ]
    own, desk = heard("person")[-1][1]["rows"]["mine"], heard("organizers")[-1][1]["rows"]["desk"]
    assert (list(own), list(desk)) == ([str(question.pk)], [str(question.pk)])
    moved(host, question, "visible")
    shown = heard("public")[-1][1]["rows"]["questions"][str(question.pk)]
    assert (shown["text"], shown["name"], shown["votes"]) == (question.text, "李观众", 0)
    moved(host, question, "hidden", "repeated")
    assert heard("public")[-1][1] == {
        "rows": {"questions": {str(question.pk): None}},
        "counts": {"asked": 1, "answered": 0, "hidden": 1},
    }
    assert heard("person")[-1][1]["rows"]["mine"][str(question.pk)]["hidden_because"] == "repeated"
    # Nor is it read in what was said before.
    assert question.text not in str(heard("public"))
    acts = AuditEntry.objects.filter(action__startswith="question.").order_by("id").values_list("action", flat=True)
    assert list(acts) == ["question.visible", "question.hidden"]


def test_who_asks_as_nobody_is_nobody_to_everybody(event: Event, host: User, guest: User) -> None:
    question = asked(guest, event, is_anonymous=True)
    moved(host, question, "visible")
    assert "李观众" not in str(heard("public")) + str(heard("organizers"))


def test_a_question_asked_again_is_the_same_and_its_id_is_nobody_elses(event: Event, guest: User) -> None:
    first = asked(guest, event)
    assert asked(guest, event, question_id=first.pk) == first
    # Its answer was lost, and its asker wrote it anew: the first one stands, and they are told.
    for changed in ({"words": "另一个说法"}, {"is_anonymous": True}):
        with pytest.raises(AlreadyAsked):
            asked(guest, event, question_id=first.pk, **changed)
    other = UserFactory.create()
    enter(actor=other, event_id=event.pk)
    with pytest.raises(BadQuestion):
        asked(other, event, question_id=first.pk)
    assert Question.objects.count() == 1


def test_a_guest_may_have_so_many_questions_open_and_no_more(event: Event, host: User, guest: User) -> None:
    ruled(host, event)
    questions = [asked(guest, event) for _ in range(MOST_LEFT)]
    with pytest.raises(TooManyQuestions):
        asked(guest, event)
    moved(host, questions[0], "answered")
    assert asked(guest, event).state == "visible"


def test_an_account_that_may_not_see_the_event_any_more_is_nobody_in_it() -> None:
    event = live_event(visibility="invited")
    person: User = UserFactory.create()
    place = RegistrationFactory.create(event=event, person=person, email=person.email)
    enter(actor=person, event_id=event.pk)
    question = asked(person, event)
    Registration.objects.filter(pk=place.pk).update(state="cancelled", cancelled_at=clock.now())
    with pytest.raises(NotInTheRoom):
        asked(person, event)
    assert Question.objects.get() == question


def test_who_gives_a_ticket_back_and_takes_another_is_the_same_muted_one(event: Event, host: User) -> None:
    first = RegistrationFactory.create(event=event, email="again@example.com")
    before = enter(actor=NOBODY, event_id=event.pk, ticket=ticket(first))
    muted(host, asked(guest_of(before), event))
    Registration.objects.filter(pk=first.pk).update(state="cancelled", cancelled_at=clock.now())
    second = RegistrationFactory.create(event=event, email="again@example.com")
    after = enter(actor=NOBODY, event_id=event.pk, ticket=ticket(second))
    assert (after, after.registration) == (before, second)
    with pytest.raises(Muted):
        asked(guest_of(after), event)
    with pytest.raises(NotInTheRoom):
        asked(Guest(before.pk, first.pk), event)


def test_a_ticket_that_an_account_took_for_somebody_else_is_that_one_s(event: Event) -> None:
    account: User = UserFactory.create()
    place = RegistrationFactory.create(event=event, person=account, email="colleague@example.com", name="同事")
    guest = enter(actor=NOBODY, event_id=event.pk, ticket=ticket(place))
    assert (guest.person, guest.name) == (None, "同事")
    assert enter(actor=account, event_id=event.pk) != guest


def test_what_a_host_sets_holds_from_then_on(event: Event, host: User, guest: User) -> None:
    ruled(host, event, slow_seconds=60, held_words=["返点"])
    first = asked(guest, event)
    assert first.state == QuestionState.VISIBLE
    with pytest.raises(SlowDown) as slow:
        asked(guest, event)
    assert 0 < slow.value.data["retry_after"] <= 60
    later = clock.now() + timedelta(seconds=61)
    held = asked(guest, event, "有没有返点？", now=later)
    assert (held.state, held.is_held) == (QuestionState.QUEUE, True)
    ruled(host, event, takes_questions=False)
    with pytest.raises(QuestionsClosed):
        asked(guest, event)
    assert heard("public")[-1] == ("question.taken", {"takes_questions": False})
    before = FeedEvent.objects.count()
    ruled(host, event, takes_questions=False)
    assert FeedEvent.objects.count() == before
    for bad in ({"slow_seconds": 3601}, {"held_words": ["x" * 41]}, {"held_words": [str(n) for n in range(101)]}):
        with pytest.raises(Invalid):
            ruled(host, event, **bad)


@pytest.mark.parametrize("words", ["", "   \n ", "长" * 301])
def test_a_question_has_words_and_not_too_many(event: Event, guest: User, words: str) -> None:
    with pytest.raises(BadQuestion):
        asked(guest, event, words)
    assert not Question.objects.exists()


def test_nobody_asks_after_the_evening(event: Event, guest: User) -> None:
    for state in (EventState.ENDED, EventState.CANCELLED):
        turned(event, state)
        with pytest.raises(QuestionsClosed):
            asked(guest, event)


def test_who_is_muted_reads_on_and_does_nothing_else_until_the_host_says_so(
    event: Event, host: User, guest: User
) -> None:
    question = asked(guest, event)
    moved(host, question, "visible")
    for _ in range(2):
        muted(host, question)
    for act in (lambda: asked(guest, event), lambda: voted(guest, question)):
        with pytest.raises(Muted):
            act()
    assert heard("person")[-1] == ("own.muted", {"is_muted": True})
    assert heard("organizers")[-1][1]["rows"]["desk"] == {str(question.pk): {"is_muted": True}}
    muted(host, question, False)
    assert voted(guest, question) == 1
    acts = AuditEntry.objects.filter(action__startswith="participant.").order_by("id").values_list("action", flat=True)
    assert list(acts) == ["participant.muted", "participant.unmuted"]
    elsewhere = AudienceQuestionFactory.create()
    with pytest.raises(QuestionUnknown):
        set_muted(actor=host, event_id=event.pk, question_id=elsewhere.pk, is_muted=True, now=clock.now())


def test_muting_tells_nobody_which_questions_are_of_one_who_asks_as_nobody(
    event: Event, host: User, guest: User
) -> None:
    ruled(host, event)
    named, other = asked(guest, event), asked(guest, event)
    nameless, second = asked(guest, event, is_anonymous=True), asked(guest, event, is_anonymous=True)

    def seen() -> dict[UUID, bool]:
        return {pk: row.is_muted for pk, row in backstage_state(event).desk.items()}

    muted(host, nameless)
    assert seen() == {named.pk: False, other.pk: False, nameless.pk: True, second.pk: False}
    muted(host, nameless, False)
    muted(host, named)
    assert seen() == {named.pk: True, other.pk: True, nameless.pk: False, second.pk: False}
    told = str(backstage_state(event).plain())
    assert str(Participant.objects.get().pk) not in told
    # Nor does an event name the two together, and muting by either is shown the same whatever the other did.
    muted(host, nameless)
    assert seen() == {named.pk: True, other.pk: True, nameless.pk: True, second.pk: False}
    said = [set(payload["rows"]["desk"]) for kind, payload in heard("organizers") if "is_muted" in str(payload)]
    nobodies = {str(nameless.pk), str(second.pk)}
    assert all(len(ids & nobodies) <= 1 and not (ids & nobodies and ids - nobodies) for ids in said if ids)
    muted(host, named, False)
    with pytest.raises(Muted):
        voted(guest, named)
    muted(host, nameless, False)
    assert voted(guest, named) == 1


def test_a_vote_counts_once_and_can_be_taken_back(event: Event, guest: User) -> None:
    question = AudienceQuestionFactory.create(participant=ParticipantFactory.create(event=event))
    assert [voted(guest, question, wants) for wants in (True, True, False, False, True)] == [1, 1, 0, 0, 1]
    assert [payload["rows"]["questions"][str(question.pk)] for _, payload in heard("public")] == [
        {"votes": count} for count in (1, 0, 1)
    ]
    assert [payload["rows"]["voted"] for _, payload in heard("person")] == [
        {str(question.pk): wants} for wants in (True, None, True)
    ]
    with pytest.raises(NotInTheRoom):
        voted(UserFactory.create(), question)


def test_votes_go_to_what_is_still_open(event: Event, guest: User) -> None:
    asker = ParticipantFactory.create(event=event)
    for state, refusal in (
        ("queue", QuestionUnknown),
        ("hidden", QuestionUnknown),
        ("answered", QuestionSettled),
        ("deferred", QuestionSettled),
    ):
        why = "spam" if state == "hidden" else ""
        question = AudienceQuestionFactory.create(participant=asker, state=state, hidden_because=why)
        with pytest.raises(refusal):
            voted(guest, question)
    elsewhere = AudienceQuestionFactory.create()
    with pytest.raises(QuestionUnknown):
        set_vote(actor=guest, event_id=event.pk, question_id=elsewhere.pk, wants=True, now=clock.now())
    assert not QuestionVote.objects.exists()


def test_one_question_is_on_the_screen_and_the_one_before_it_is_answered(event: Event, host: User) -> None:
    first, second = AudienceQuestionFactory.create_batch(2, participant=ParticipantFactory.create(event=event))
    moved(host, first, "on_screen")
    moved(host, second, "on_screen")
    assert [Question.objects.get(pk=one.pk).state for one in (first, second)] == ["answered", "on_screen"]
    rows = heard("public")[-1][1]["rows"]["questions"]
    assert {pk: row["state"] for pk, row in rows.items()} == {str(first.pk): "answered", str(second.pk): "on_screen"}
    # Put there by mistake: one tap brings the one before back.
    moved(host, first, "on_screen")
    assert [Question.objects.get(pk=one.pk).state for one in (first, second)] == ["on_screen", "answered"]


@pytest.mark.parametrize("before", list(QuestionState))
def test_a_question_goes_where_its_state_lets_it(event: Event, host: User, before: str) -> None:
    asker = ParticipantFactory.create(event=event)
    pitch = PitchFactory.create(published=True)
    for after in QuestionState:
        why = "spam" if before == "hidden" else ""
        question = AudienceQuestionFactory.create(participant=asker, state=before, hidden_because=why, pitch=pitch)
        because = "spam" if after == "hidden" else ""
        if after == before or after in MOVES[before]:
            assert moved(host, question, after, because).state == after
        else:
            with pytest.raises(BadMove):
                moved(host, question, after, because)
        Question.objects.all().delete()


def test_a_question_is_hidden_for_a_reason_and_for_nothing_else_is_one_given(event: Event, host: User) -> None:
    question = AudienceQuestionFactory.create(participant=ParticipantFactory.create(event=event))
    for state, because in (("hidden", ""), ("hidden", "dislike"), ("answered", "spam")):
        with pytest.raises(Invalid):
            moved(host, question, state, because)
    with pytest.raises(QuestionUnknown):
        move(actor=host, event_id=event.pk, question_id=uuid4(), state="visible", now=clock.now())
    assert Question.objects.get().state == "visible"


def test_those_who_run_the_stage_run_its_questions(event: Event, host: User, guest: User) -> None:
    """Before the evening and after it too; nobody else at any time."""
    helpers = {role: EventHelperFactory.create(event=event, role=role).person for role in HelperRole}
    co_host = helpers.pop(HelperRole.CO_HOST)
    others: list[Any] = [NOBODY, guest, UserFactory.create(), person_in(event.organization, MemberRole.READER)]
    others += helpers.values()
    question = AudienceQuestionFactory.create(participant=ParticipantFactory.create(event=event))
    for state in (EventState.PUBLISHED, EventState.LIVE, EventState.ENDED, EventState.CANCELLED):
        turned(event, state)
        Question.objects.update(state="visible")
        may = state != EventState.CANCELLED
        for runs in (host, co_host, SYSTEM):
            Question.objects.update(state="visible")
            if may:
                assert moved(runs, question, "answered").state == "answered"
            else:
                with pytest.raises(WrongState):
                    moved(runs, question, "answered")
        Question.objects.update(state="visible")
        for actor in others:
            with pytest.raises(NotPermitted):
                moved(actor, question, "answered")
            with pytest.raises(NotPermitted):
                ruled(actor, event)
            with pytest.raises(NotPermitted):
                muted(actor, question)
    assert Question.objects.get().state == "visible"


def _votes(question_id: UUID) -> tuple[int, int]:
    return Question.objects.get(pk=question_id).votes, QuestionVote.objects.filter(question=question_id).count()


@pytest.mark.django_db(transaction=True)
def test_two_votes_at_once_are_two_and_one_given_twice_at_once_is_one() -> None:
    event = live_event()
    question = AudienceQuestionFactory.create(participant=ParticipantFactory.create(event=event))
    first, second = UserFactory.create_batch(2)
    for person in (first, second):
        enter(actor=person, event_id=event.pk)
    assert overlap(lambda: voted(first, question), lambda: voted(second, question)) == [None, None]
    assert _votes(question.pk) == (2, 2)
    assert overlap(lambda: voted(first, question, False), lambda: voted(first, question, False)) == [None, None]
    assert _votes(question.pk) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_hands_that_put_two_questions_on_the_screen_leave_one_there() -> None:
    event = live_event()
    host = person_in(event.organization)
    first, second = AudienceQuestionFactory.create_batch(2, participant=ParticipantFactory.create(event=event))
    done = overlap(lambda: moved(host, first, "on_screen"), lambda: moved(host, second, "on_screen"))
    assert done == [None, None]
    assert sorted(Question.objects.values_list("state", flat=True)) == ["answered", "on_screen"]


@pytest.mark.django_db(transaction=True)
def test_two_phones_of_one_guest_that_come_at_once_are_one() -> None:
    event, person = live_event(), UserFactory.create()
    done = overlap(lambda: enter(actor=person, event_id=event.pk), lambda: enter(actor=person, event_id=event.pk))
    assert (done, Participant.objects.count()) == ([None, None], 1)


def test_what_no_company_was_asked_is_handed_to_none(event: Event, host: User, guest: User) -> None:
    question = asked(guest, event)
    with pytest.raises(BadMove):
        moved(host, question, "deferred")
