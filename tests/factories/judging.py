"""Panels, and who judges."""

from typing import Any

from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from backend.core.ids import new_id
from backend.judging.enums import PanelState
from backend.judging.links import link_digest
from backend.judging.models import Criterion, Judge, Panel
from backend.roadshows.models import Event
from tests.factories.roadshows import EventFactory


class PanelFactory(DjangoModelFactory[Panel]):
    """One that takes scores."""

    class Meta:
        model = Panel

    event = SubFactory(EventFactory, published=True)
    state = PanelState.OPEN


class CriterionFactory(DjangoModelFactory[Criterion]):
    class Meta:
        model = Criterion

    panel = SubFactory(PanelFactory)
    position = Sequence(lambda n: n + 1)
    name = Sequence(lambda n: f"第{n}项")


class JudgeFactory(DjangoModelFactory[Judge]):
    class Meta:
        model = Judge

    id = LazyFunction(new_id)
    event = SubFactory(EventFactory, published=True)
    name = Sequence(lambda n: f"评委{n}")
    link_digest = LazyAttribute(lambda judge: link_digest(judge.id, 1))


def panel_at(event: Event, **given: Any) -> tuple[Panel, list[Criterion]]:
    """An open panel with two criteria of ten points: team, three times as heavy, and market."""
    panel = PanelFactory.create(event=event, **given)
    return panel, [
        CriterionFactory.create(panel=panel, position=1, name="团队", weight=3),
        CriterionFactory.create(panel=panel, position=2, name="市场", weight=1),
    ]
