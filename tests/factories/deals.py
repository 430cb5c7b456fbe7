"""Pitches and who may read them."""

from datetime import UTC, datetime

from factory.declarations import LazyFunction, SubFactory, Trait
from factory.django import DjangoModelFactory

from backend.core.money import Currency
from backend.deals.enums import Block, PitchState, Stage, Visibility
from backend.deals.models import (
    BlockGrant,
    Pitch,
    PitchBlock,
    PitchRevision,
    PitchTeamMember,
    PitchTerms,
    PitchTraction,
)
from tests.factories.accounts import UserFactory
from tests.factories.organizations import FirmFactory, OrganizationFactory


def _now() -> datetime:
    return datetime.now(UTC)


class PitchFactory(DjangoModelFactory[Pitch]):
    """A draft with the five essentials, of a verified company. `published=True` opens it."""

    class Meta:
        model = Pitch

    class Params:
        published = Trait(
            state=PitchState.PUBLISHED, published_at=LazyFunction(_now), last_confirmed_at=LazyFunction(_now)
        )

    organization = SubFactory(OrganizationFactory, verified=True)
    one_liner = "为机器人提供触觉的柔性传感器"
    sector_primary = "SEMI_MEMS"
    sectors = ["SEMI_MEMS"]
    stage = Stage.SERIES_A
    city = "深圳"
    currency = Currency.CNY
    amount_target_minor = 2_000_000_000
    amount_usd = 3_076_923


class PitchRevisionFactory(DjangoModelFactory[PitchRevision]):
    """A new one-liner of a published pitch, handed in."""

    class Meta:
        model = PitchRevision

    pitch = SubFactory(PitchFactory, published=True)
    values = {"one_liner": "为机器人提供触觉的电子皮肤"}
    submitted_at = LazyFunction(_now)


class PitchTractionFactory(DjangoModelFactory[PitchTraction]):
    class Meta:
        model = PitchTraction

    pitch = SubFactory(PitchFactory)
    cash_minor = 500_000_000
    key_contracts = "与三家整机厂签约"


class PitchTermsFactory(DjangoModelFactory[PitchTerms]):
    class Meta:
        model = PitchTerms

    pitch = SubFactory(PitchFactory)
    pre_money_minor = 10_000_000_000


class PitchBlockFactory(DjangoModelFactory[PitchBlock]):
    class Meta:
        model = PitchBlock

    pitch = SubFactory(PitchFactory)
    block = Block.TERMS
    visibility = Visibility.NAMED_INVESTORS


class BlockGrantFactory(DjangoModelFactory[BlockGrant]):
    class Meta:
        model = BlockGrant

    pitch = SubFactory(PitchFactory, published=True)
    firm = SubFactory(FirmFactory, verified=True)
    blocks = [Block.TERMS]
    granted_by = SubFactory(UserFactory)


class PitchTeamMemberFactory(DjangoModelFactory[PitchTeamMember]):
    class Meta:
        model = PitchTeamMember

    pitch = SubFactory(PitchFactory)
    name = "陈一"
    role = "首席执行官"
