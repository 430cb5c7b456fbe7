"""What a page says before any script runs: only of things a visitor without an account may see."""

from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import get_language

from backend.config.pages import wording
from backend.core import clock
from backend.core.actors import Viewer
from backend.core.languages import text
from backend.deals.models import Pitch
from backend.deals.selectors.pitches import visible_pitches
from backend.deals.selectors.theses import visible_theses
from backend.organizations.enums import OrganizationKind
from backend.organizations.models import Organization
from backend.organizations.selectors import visible_organizations
from backend.roadshows.models import Event
from backend.roadshows.selectors.events import visible_events, was_published
from backend.taxonomy import selectors as taxonomy

NOBODY = AnonymousUser()
_DESCRIPTION_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Head:
    """Plain text; whoever writes it into HTML escapes it. `facts` are (name, value), shown in this order."""

    title: str
    description: str
    path: str = ""
    image: str = ""
    headline: str = ""
    lines: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    is_indexable: bool = True


def generic_head(*, path: str = "", is_indexable: bool = True) -> Head:
    """The street itself: for pages that say nothing of their own, and for what the visitor may not see."""
    return Head(str(wording.STREET), str(wording.TAGLINE), path=path, is_indexable=is_indexable)


def home_head() -> Head:
    street, tagline = str(wording.STREET), str(wording.TAGLINE)
    return Head(
        title=street,
        description=tagline,
        path="/",
        headline=street,
        lines=(tagline,),
        facts=_stated(
            (text("在融项目", "Open deals"), str(visible_pitches(NOBODY).count())),
            (text("投资机构", "Investment firms"), str(_firms().count())),
        ),
        links=(
            ("/deals", str(text("找项目", "Find deals"))),
            ("/investors", str(text("找投资机构", "Find investors"))),
            ("/events", str(text("看活动", "See events"))),
        ),
    )


def deal_of(pitch_id: UUID) -> Pitch | None:
    """A pitch any visitor may see."""
    return visible_pitches(NOBODY).filter(pk=pitch_id).first()


def investor_of(firm_id: UUID) -> Organization | None:
    """A firm any visitor may see."""
    return _firms().filter(pk=firm_id).first()


def event_of(event_id: UUID) -> Event | None:
    """An event any visitor may see."""
    return visible_events(NOBODY).filter(pk=event_id).first()


def event_of_code(code: str, viewer: Viewer) -> Event | None:
    """One that is published and open to the viewer, by the code on the wall; people type it in small letters too."""
    return visible_events(viewer).filter(was_published(), code=code.upper()).first()


def _firms() -> QuerySet[Organization]:
    return visible_organizations(NOBODY).filter(kind=OrganizationKind.INVESTMENT_FIRM)


def deal_head(pitch: Pitch) -> Head:
    """The public headline of a pitch; its blocks have readers of their own and are left to the page."""
    company = pitch.organization
    name = organization_name(company)
    one_liner = in_language(pitch.one_liner, pitch.one_liner_en)
    facts = _stated(
        (text("行业", "Sector"), sector_name(pitch.sector_primary)),
        (text("轮次", "Round"), str(wording.stage_text(pitch.stage))),
        (text("融资额", "Raising"), str(wording.amount_text(pitch.amount_target_minor, pitch.currency))),
        (text("所在地", "Place"), wording.place_text(pitch.city, pitch.district)),
    )
    return Head(
        title=" · ".join(part for part in (name, one_liner) if part),
        description=_described(one_liner, facts),
        path=f"/deals/{pitch.pk}",
        image=f"/share/deals/{pitch.pk}.png",
        headline=name,
        lines=_notes(one_liner, company),
        facts=facts,
    )


def investor_head(firm: Organization) -> Head:
    """A firm's public identity and how many theses it shows."""
    name = organization_name(firm)
    one_liner = in_language(firm.one_liner, firm.one_liner_en)
    theses = visible_theses(NOBODY, clock.now()).filter(firm=firm, fund=None).count()
    facts = _stated(
        (text("类型", "Type"), str(wording.investor_text(firm.investor_type))),
        (text("所在地", "Place"), wording.place_text(firm.city, firm.district)),
        (text("投资主题", "Theses"), str(theses) if theses else ""),
    )
    return Head(
        title=" · ".join(part for part in (name, str(wording.STREET)) if part),
        description=_described(one_liner, facts),
        path=f"/investors/{firm.pk}",
        image=f"/share/investors/{firm.pk}.png",
        headline=name,
        lines=_notes(one_liner, firm),
        facts=facts,
    )


def event_head(event: Event) -> Head:
    """What an event announces; its guests are nobody's to read here."""
    host, title = organization_name(event.organization), in_language(event.title, event.title_en)
    is_off = str(text("活动已取消。", "This event has been cancelled.")) if event.cancelled_at else ""
    facts = _stated(
        (text("时间", "When"), wording.moment_text(event.starts_at)),
        (text("地点", "Where"), str(wording.event_place_text(event))),
        (text("主办方", "Host"), host),
    )
    return Head(
        title=" · ".join(part for part in (title, host) if part),
        description=_described(is_off or event.summary, facts),
        path=f"/events/{event.pk}",
        image=f"/share/events/{event.pk}.png",
        headline=title,
        lines=_notes(" ".join(part for part in (is_off, event.summary) if part), event.organization),
        facts=facts,
    )


def organization_name(organization: Organization) -> str:
    return in_language(organization.display_name, organization.name_en)


def in_language(chinese: str, english: str) -> str:
    """The words a person wrote, in the reader's language when they are there; never converted."""
    is_english = (get_language() or "").startswith("en")
    return (english or chinese) if is_english else (chinese or english)


def sector_name(code: str) -> str:
    """The sector in words; blank for a code the tree no longer has."""
    sector = taxonomy.current_tree().by_code.get(code)
    return str(text(sector.name_zh, sector.name_en)) if sector else ""


def absolute(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"


def _notes(one_liner: str, organization: Organization) -> tuple[str, ...]:
    """Whose word it is: invented in the demo, or taken from a named source."""
    demo = str(text("演示数据，纯属虚构。", "Demo data, invented.")) if organization.is_demo else ""
    return tuple(line for line in (one_liner, demo, organization.source_credit) if line)


def _stated(*facts: tuple[object, str]) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), value) for name, value in facts if value)


def _described(one_liner: str, facts: tuple[tuple[str, str], ...]) -> str:
    words = [one_liner, *(f"{name} {value}" for name, value in facts)]
    return " · ".join(word for word in words if word)[:_DESCRIPTION_LENGTH]
