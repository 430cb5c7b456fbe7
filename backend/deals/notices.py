"""What people are told about pitches, named readers and imports; the words are made when they are read."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from backend.accounts.models import User
from backend.accounts.permissions import is_operator
from backend.core import clock
from backend.core.languages import text
from backend.deals.enums import ImportState, PitchState
from backend.deals.models import BlockGrant, ImportBatch, Pitch
from backend.deals.selectors.imports import visible_imports
from backend.deals.selectors.pitches import open_to_all
from backend.notifications.kinds import Group, Kind, Message, register, register_group
from backend.organizations import selectors as organizations

PITCH_APPROVED = "deals.pitch_approved"
PITCH_SENT_BACK = "deals.pitch_sent_back"
REVISION_APPROVED = "deals.revision_approved"
REVISION_SENT_BACK = "deals.revision_sent_back"
PITCH_STALE = "deals.pitch_stale"
NAMED_AS_INVESTOR = "deals.named_as_investor"
IMPORT_FINISHED = "deals.import_finished"
STALE_AFTER = timedelta(days=90)

_READ_REASON = text(
    "审核意见请在页面中查看，修改后可再次提交。", "Read the reason on the page; change it and hand it in again."
)


def _own(person: User, ids: Collection[UUID]) -> Mapping[UUID, Pitch]:
    """Of the companies the person belongs to now; that a pitch is public makes it no news of theirs."""
    return Pitch.objects.filter(organization__in=list(organizations.roles_of(person))).in_bulk(list(ids))


def _path(row: Pitch) -> str:
    return f"/startup/pitch/{row.pk}"


def _tell_approved(row: Pitch) -> Message:
    title = str(text("项目「{name}」已通过审核", "Your pitch “{name}” was approved"))
    waits = text("机构通过认证后会自动发布。", "It is published as soon as the company is verified.")
    published = text("投资机构现在可以看到它。", "Investors can find it now.")
    said = waits if row.state == PitchState.IN_REVIEW else published if row.state == PitchState.PUBLISHED else ""
    return Message(title.format(name=row.one_liner), str(said), _path(row))


def _tell_sent_back(row: Pitch) -> Message:
    title = str(text("项目「{name}」未通过审核", "Your pitch “{name}” was sent back"))
    return Message(title.format(name=row.one_liner), str(_READ_REASON), _path(row))


def _tell_revision_approved(row: Pitch) -> Message:
    title = str(text("项目「{name}」的修改已通过", "The changes of “{name}” were approved"))
    return Message(
        title.format(name=row.one_liner), str(text("所有读者现在看到新内容。", "Everybody reads them now.")), _path(row)
    )


def _tell_revision_sent_back(row: Pitch) -> Message:
    title = str(text("项目「{name}」的修改未通过", "The changes of “{name}” were sent back"))
    return Message(title.format(name=row.one_liner), str(_READ_REASON), _path(row))


def stale_pitches(now: datetime) -> QuerySet[Pitch]:
    """Published, and for ninety days nobody has said that everything still holds."""
    rows = Pitch.objects.annotate(confirmed_at=Coalesce("last_confirmed_at", "published_at"))
    return rows.filter(state=PitchState.PUBLISHED, confirmed_at__lte=now - STALE_AFTER)


def _stale(person: User, ids: Collection[UUID]) -> Mapping[UUID, Pitch]:
    return stale_pitches(clock.now()).filter(organization__in=list(organizations.roles_of(person))).in_bulk(list(ids))


def _tell_stale(row: Pitch) -> Message:
    title = str(text("请确认项目「{name}」是否仍然有效", "Does your pitch “{name}” still hold?"))
    said = text(
        "它已 90 天未确认。确认后投资机构会看到最新日期。",
        "It was not confirmed for 90 days. Confirming it shows investors a fresh date.",
    )
    return Message(title.format(name=row.one_liner), str(said), _path(row))


def _named(person: User, ids: Collection[UUID]) -> Mapping[UUID, BlockGrant]:
    """A grant that stands, of a pitch that is open, to a verified firm the person acts for."""
    now = clock.now()
    rows = BlockGrant.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None)
    rows = rows.filter(firm__in=organizations.verified_firms_of(person, now).values("pk"))
    rows = rows.filter(pitch__in=Pitch.objects.filter(open_to_all()).values("pk"))
    return rows.select_related("pitch__organization").in_bulk(list(ids))


def _tell_named(row: BlockGrant) -> Message:
    title = str(text("{name} 邀请贵机构阅读其项目", "{name} has named your firm as a reader"))
    said = str(text("「{pitch}」的部分内容已对贵机构开放。", "More of “{pitch}” is open to your firm now."))
    return Message(
        title.format(name=row.pitch.organization.display_name),
        said.format(pitch=row.pitch.one_liner),
        f"/deals/{row.pitch_id}",
    )


def _imports(person: User, ids: Collection[UUID]) -> Mapping[UUID, ImportBatch]:
    return visible_imports(person).exclude(state=ImportState.RUNNING).in_bulk(list(ids))


def _tell_import(row: ImportBatch) -> Message:
    failed = row.state == ImportState.FAILED
    title = (
        text("导入失败：{source}", "Import failed: {source}")
        if failed
        else text("导入任务已结束：{source}", "Import finished: {source}")
    )
    said = str(
        text("处理 {rows} 行，{problems} 行有问题。", "{rows} rows went through, {problems} of them with problems.")
    )
    totals = row.report.get("totals", {})
    counts = said.format(rows=totals.get("rows", 0), problems=totals.get("problems", 0))
    return Message(str(title).format(source=row.source), counts, f"/operator/imports/{row.pk}")


register_group(Group("pitches", text("我的项目", "My pitches")))
register_group(Group("access", text("向我开放的项目", "Pitches opened to me")))
register_group(Group("imports", text("数据导入", "Imports"), is_for=is_operator))
for _kind in (
    Kind(PITCH_APPROVED, "pitches", _own, _tell_approved),
    Kind(PITCH_SENT_BACK, "pitches", _own, _tell_sent_back),
    Kind(REVISION_APPROVED, "pitches", _own, _tell_revision_approved),
    Kind(REVISION_SENT_BACK, "pitches", _own, _tell_revision_sent_back),
    Kind(PITCH_STALE, "pitches", _stale, _tell_stale),
    Kind(NAMED_AS_INVESTOR, "access", _named, _tell_named),
    Kind(IMPORT_FINISHED, "imports", _imports, _tell_import),
):
    register(_kind)
