"""An evening on which everything happens that can happen in a room, by chance: stage, questions, polls, marks, judging."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from backend.core.actors import Juror
from backend.feeds.models import Feed
from backend.feeds.names import FeedName
from backend.interactions.enums import InterestKind, PollKind
from backend.interactions.models import Poll
from backend.interactions.services import polls
from backend.interactions.services.marking import set_mark
from backend.interactions.services.polls import Words
from backend.interactions.services.telling import feed_of
from backend.judging.enums import PanelState
from backend.judging.models import Judge, Sheet
from backend.judging.services import panels
from backend.judging.services.sheets import save_sheet
from backend.roadshows.rooms import judges_feed, organizers_feed, public_feed
from backend.roadshows.services.stage import show_item, start_timer, stop_timer, turn_page
from tests.backend.interactions.test_rooms import Evening
from tests.backend.roadshows.test_stage import deck_pitch, slot_in
from tests.factories.judging import JudgeFactory, panel_at


class BusyEvening(Evening):
    """Beside what the audience and its host do: two pitches on stage by turns, and two judges. One poll is left alone."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.pitches = [self.pitch, deck_pitch()]
        first = self.event.agenda.get()
        self.lines = [first, slot_in(self.event, 2, pitch=self.pitches[1])]
        _, self.criteria = panel_at(self.event)
        self.judges: list[Judge] = [JudgeFactory.create(event=self.event) for _ in range(2)]
        self.public, self.desk = public_feed(self.event.pk), organizers_feed(self.event.pk)
        self.bench = judges_feed(self.event.pk)
        self.own = [feed_of(one) for one in self.participants]
        self.counted = self._poll_of_voters()
        show_item(actor=self.host, item_id=first.pk, **self._where())

    def feeds(self) -> list[FeedName]:
        """All that anything was said in."""
        names = Feed.objects.filter(name__startswith=f"roadshow:{self.event.pk}:").values_list("name", flat=True)
        return [FeedName.parse(name) for name in names]

    def said(self) -> int:
        return sum(Feed.objects.filter(name__startswith=f"roadshow:{self.event.pk}:").values_list("head", flat=True))

    def _acts(self) -> list[Any]:
        stage = [self._show, *[self._turn] * 4, *[self._time] * 3]
        judging = [self._step, *[self._judge] * 2]
        return [*super()._acts(), *[self._vote] * 6, *[self._answer] * 6, *stage, *judging, *[self._mark] * 2]

    def _poll_of_voters(self) -> UUID:
        told = Words(kind=PollKind.POLL, text="看好吗？", choices=["好", "不好"], right=[], most=1, shows_early=True)
        pk = uuid4()
        polls.save(actor=self.host, poll_id=pk, words=told, **self._where())
        polls.move(actor=self.host, poll_id=pk, state="open", **self._where())
        return pk

    def _poll(self) -> Any:
        others = Poll.objects.filter(event=self.event).exclude(pk=self.counted)
        return self.chance.choice(list(others.values_list("pk", flat=True)) or [uuid4()])

    def _show(self) -> None:
        line = self.chance.choice([*self.lines, None])
        show_item(actor=self.host, item_id=line.pk if line else None, **self._where())

    def _turn(self) -> None:
        line, page = self.chance.choice(self.lines), self.chance.randrange(1, 4)
        turn_page(actor=self.host, item_id=line.pk, page=page, **self._where())

    def _time(self) -> None:
        line, minutes = self.chance.choice(self.lines), timedelta(minutes=self.chance.randrange(1, 20))
        if self.chance.random() < 0.5:
            start_timer(actor=self.host, item_id=line.pk, ends_at=self.now + minutes, **self._where())
        else:
            stop_timer(actor=self.host, item_id=line.pk, left_ms=self.chance.randrange(600_000), **self._where())

    def _mark(self) -> None:
        pitch, kind = self.chance.choice(self.pitches), self.chance.choice([*InterestKind, None])
        set_mark(actor=self.people[0], pitch_id=pitch.pk, kind=kind, **self._where())

    def _step(self) -> None:
        state = self.chance.choice(PanelState.values)
        panels.set_state(actor=self.host, state=state, **self._where())

    def _judge(self) -> None:
        judge, pitch = self.chance.choice(self.judges), self.chance.choice(self.pitches)
        known = Sheet.objects.filter(judge=judge, pitch=pitch).first()
        save_sheet(
            actor=Juror(judge.pk, judge.link_edition),
            pitch_id=pitch.pk,
            edition=known.edition if known else 0,
            points={one.pk: self.chance.randrange(10) for one in self.criteria},
            **self._where(),
        )
