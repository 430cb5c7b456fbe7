"""The list of organizations and an organization's trail: order, export of what the viewer sees, and filters."""

import csv
import io
from typing import Any

import pytest
from django.conf import settings
from rest_framework.test import APIClient

from backend.accounts.models import User
from backend.core import audit
from backend.organizations.enums import MemberRole
from tests.factories.accounts import OperatorFactory, UserFactory
from tests.factories.organizations import FirmFactory, OrganizationFactory, belongs
from tests.support.clients import client_of

pytestmark = pytest.mark.django_db
LIST = "/api/v1/organizations/"


def names(client: APIClient, query: str = "") -> list[str]:
    return [row["display_name"] for row in client.get(f"{LIST}?{query}").json()["results"]]


def exported(client: APIClient, query: str = "") -> list[list[str]]:
    answer: Any = client.get(f"{LIST}export/?{query}")
    assert answer.status_code == 200, answer.content
    body = b"".join(answer.streaming_content)
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def test_the_list_is_ordered_as_asked() -> None:
    for made, name in (
        (FirmFactory, "阿尔法资本"),
        (OrganizationFactory, "中关村芯片"),
        (OrganizationFactory, "北京机器人"),
    ):
        made.create(verified=True, brand_name=name)
    client = client_of()
    assert names(client) == names(client, "sort=newest") == ["北京机器人", "中关村芯片", "阿尔法资本"]
    assert names(client, "sort=name") == ["阿尔法资本", "北京机器人", "中关村芯片"]
    assert names(client, "sort=kind") == ["北京机器人", "中关村芯片", "阿尔法资本"]
    assert names(client, "sort=name&page_size=1&page=2") == ["北京机器人"]


@pytest.mark.parametrize("address", [LIST, f"{LIST}export/"])
@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("sort=uscc", "core.unknown_sort", "sort"),
        ("sorting=name", "core.unknown_parameter", "sorting"),
    ],
)
def test_an_order_or_a_parameter_nobody_offers_is_refused(address: str, query: str, code: str, field: str) -> None:
    answer = client_of().get(f"{address}?{query}")
    body = answer.json()
    assert (answer.status_code, body["code"], list(body["fields"])) == (400, code, [field])
    assert body["detail"]


def test_an_export_holds_what_its_reader_sees_under_the_same_filters() -> None:
    public = OrganizationFactory.create(verified=True, brand_name="深蓝公开")
    hidden = OrganizationFactory.create(brand_name="深蓝隐身")
    firm = FirmFactory.create(verified=True, brand_name="深蓝资本")
    member: User = UserFactory.create()
    belongs(member, hidden, MemberRole.READER)
    viewers = {"visitor": client_of(), "outsider": client_of(UserFactory.create())}
    viewers |= {"member": client_of(member), "operator": client_of(OperatorFactory.create())}
    outside, inside = {public.display_name, firm.display_name}, {"深蓝公开", "深蓝隐身", "深蓝资本"}
    wanted = {"visitor": outside, "outsider": outside, "member": inside, "operator": inside}
    for name, client in viewers.items():
        rows = exported(client, "q=深蓝&sort=name")[1:]
        assert {row[0] for row in rows} == wanted[name], name
        assert [row[0] for row in rows] == names(client, "q=深蓝&sort=name"), name
    assert [row[0] for row in exported(client_of(), "kind=investment_firm")[1:]] == ["深蓝资本"]
    assert exported(client_of(), "q=隐身")[1:] == []


def test_an_exported_line_is_the_page_of_the_organization_without_a_formula() -> None:
    row = OrganizationFactory.create(
        reference=True, brand_name="=HYPERLINK(1)", legal_name="+甲", name_en="@A", one_liner="-x", city="深圳",
        source_credit="来源",
    )  # fmt: skip
    header, line = exported(client_of())
    assert header[0] == "名称"
    assert line == [
        *("'=HYPERLINK(1)", "'+甲", "'@A", "初创企业", row.country, row.region, "深圳", "'-x", row.website, "未认证"),
        *("来源", "", f"{settings.PUBLIC_URL}/organizations/{row.pk}"),
    ]


def test_an_organizations_trail_is_filtered_by_act_and_shows_no_more_by_it() -> None:
    firm = FirmFactory.create(verified=True)
    owner: User = UserFactory.create()
    belongs(owner, firm, MemberRole.OWNER)
    for action in ("member.joined", "member.left", "fund.created", "claim.requested"):
        actor = UserFactory.create() if action == "claim.requested" else owner
        audit.record(actor, action, firm, organizations=[firm.pk])
    audit.record(owner, "member.joined", organizations=[FirmFactory.create().pk])
    address, client = f"{LIST}{firm.pk}/audit/", client_of(owner)

    def acts(query: str) -> list[str]:
        return [row["action"] for row in client.get(f"{address}?{query}").json()["results"]]

    assert acts("") == ["fund.created", "member.left", "member.joined"]
    assert acts("action=member.") == ["member.left", "member.joined"]
    assert acts("action=member.left") == ["member.left"]
    assert acts("action=claim.") == acts("action=%25") == []
    assert client.get(f"{address}?act=member.").json()["code"] == "core.unknown_parameter"
    assert client_of(UserFactory.create()).get(f"{address}?act=member.").status_code == 404
