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
