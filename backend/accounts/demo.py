"""The people a visitor of the demo may sign in as. Public on purpose: they exist only where `XMH_DEMO` is set."""

from dataclasses import dataclass

from django.utils.functional import Promise

from backend.accounts.enums import Home
from backend.core.languages import text

DEMO_PASSWORD = "xiangmihu-demo"  # noqa: S105 - printed on the demo's own sign-in page


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """`totp_secret` is set for those who need a second factor; the answer shows the code of the moment."""

    role: str
    email: str
    display_name: str
    home: Home
    note: Promise | str
    password: str = DEMO_PASSWORD
    totp_secret: str = ""
    is_operator: bool = False


SIGN_INS = (
    DemoSignIn(
        role="startup",
        email="startup@demo.xiangmihu.example",
        display_name="林若溪",
        home=Home.STARTUP,
        note=text(
            "创业者：有一个已发布的项目，可看到匹配的投资机构。", "A founder with a published pitch and its matches."
        ),
    ),
    DemoSignIn(
        role="investor",
        email="investor@demo.xiangmihu.example",
        display_name="陈启明",
        home=Home.INVESTOR,
        note=text("投资人：已认证机构的成员，有两条投资主题。", "A member of a verified firm with two theses."),
    ),
    DemoSignIn(
        role="investor_unverified",
        email="newcomer@demo.xiangmihu.example",
        display_name="何嘉怡",
        home=Home.INVESTOR,
        note=text(
            "尚未认证的投资机构：看不到仅对投资人开放的内容。",
            "A firm not yet verified: investor-only parts stay shut.",
        ),
    ),
    DemoSignIn(
        role="investor_second",
        email="second-investor@demo.xiangmihu.example",
        display_name="周予安",
        home=Home.INVESTOR,
        note=text(
            "另一家已认证机构：指定机构可见的内容对它关闭。",
            "Another verified firm: what is for named firms stays shut.",
        ),
    ),
    DemoSignIn(
        role="limited_partner",
        email="lp@demo.xiangmihu.example",
        display_name="沈知远",
        home=Home.MEMBER,
        note=text(
            "有限合伙人：完成特定对象确定，可看基金页。", "A limited partner with a determination: may see funds."
        ),
    ),
    DemoSignIn(
        role="host",
        email="host@demo.xiangmihu.example",
        display_name="许嘉宁",
        home=Home.MEMBER,
        note=text("主办方：已认证的路演中心。", "A host: a verified roadshow center."),
    ),
    DemoSignIn(
        role="newcomer",
        email="hello@demo.xiangmihu.example",
        display_name="唐一诺",
        home=Home.MEMBER,
        note=text("刚注册：还没有加入任何机构。", "Just signed up: belongs to no organization yet."),
    ),
    DemoSignIn(
        role="operator",
        email="operator@demo.xiangmihu.example",
        display_name="街区运营",
        home=Home.OPERATOR,
        note=text(
            "街区运营：审核队列。登录需要两步验证码。", "Runs the street: the review queue. Needs the second code."
        ),
        totp_secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",  # noqa: S106 - as public as the password above
        is_operator=True,
    ),
)
