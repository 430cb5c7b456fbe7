"""Operators are told that something new waits for them: in the app at once, by mail once a day."""

from collections.abc import Collection, Mapping
from uuid import UUID

from backend.accounts.models import User
from backend.accounts.permissions import is_operator
from backend.console import registry
from backend.console.enums import QueueKind
from backend.console.registry import QueueItem
from backend.core.languages import text
from backend.notifications.enums import Digest
from backend.notifications.kinds import Group, Kind, Message, StillAllowed, register, register_group

GROUP = "queue"
_TITLES = {
    QueueKind.ORGANIZATION: text("企业认证待审核：{title}", "A verification waits: {title}"),
    QueueKind.CLAIM: text("认领待审核：{title}", "A claim waits: {title}"),
    QueueKind.STANDING: text("投资人资格待审核：{title}", "An investor standing waits: {title}"),
    QueueKind.PITCH: text("项目待审核：{title}", "A pitch waits: {title}"),
    QueueKind.REVISION: text("项目修改待审核：{title}", "Changes of a pitch wait: {title}"),
    QueueKind.EVENT: text("活动待审核：{title}", "An event waits: {title}"),
}


def waiting(kind: QueueKind) -> str:
    """The kind of notice for a new case of this queue."""
    return f"console.{kind.value}_waiting"


def _cases(kind: QueueKind) -> StillAllowed:
    def still_allowed(person: User, ids: Collection[UUID]) -> Mapping[UUID, QueueItem]:
        """Cases that still wait, and that this operator may decide."""
        if not is_operator(person):
            return {}
        found = [item for queue in registry.queues(kind) for item in queue.pending(person, ids)]
        return {item.id: item for item in found if item.allowed_actions}

    return still_allowed


def _tell(item: QueueItem) -> Message:
    title = str(_TITLES[item.kind]).format(title=item.title)
    # Of a standing the line below is a code, which the page puts into words.
    said = "" if item.kind == QueueKind.STANDING else item.subtitle
    return Message(title, said, f"/operator/cases/{item.kind.value}/{item.id}")


register_group(Group(GROUP, text("审核队列", "Review queue"), is_for=is_operator))
for _kind in _TITLES:
    register(Kind(waiting(_kind), GROUP, _cases(_kind), _tell, suggested_digest=Digest.DAILY))
