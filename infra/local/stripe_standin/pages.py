"""The page where a demo visitor plays the payer. It says that no money moves."""

from __future__ import annotations

from html import escape

from infra.local.stripe_standin.store import Body

_NAMES = {"card": "银行卡 Card", "alipay": "支付宝 Alipay", "wechat_pay": "微信支付 WeChat Pay"}
_STYLE = """
:root{color-scheme:light dark;font:16px/1.6 system-ui,"Noto Sans CJK SC",sans-serif}
body{margin:0;display:grid;place-items:center;min-height:100vh;background:Canvas;color:CanvasText}
main{width:min(26rem,calc(100vw - 2rem));padding:1.5rem;border:1px solid color-mix(in srgb,CanvasText 20%,Canvas);border-radius:12px}
p.demo{margin:0 0 1rem;padding:.5rem .75rem;border-radius:8px;background:#fde68a;color:#3b2f00}
h1{font-size:2rem;margin:.25rem 0}
fieldset{border:0;padding:0;margin:1rem 0}label{display:block;padding:.4rem 0;min-height:44px}
button{width:100%;min-height:44px;margin-top:.5rem;font:inherit;border-radius:8px;border:1px solid currentColor;background:none;color:inherit}
button[value=paid]{background:#0f5132;border-color:#0f5132;color:#fff}
"""


def checkout(session: Body) -> str:
    """The form of an open session, or one sentence about a closed one."""
    if session["status"] != "open":
        return _page("<p>此次付款已结束。This payment is closed.</p>" + _back(session["cancel_url"]))
    methods = "".join(
        f'<label><input type="radio" name="method" value="{escape(method)}"{" checked" if number == 0 else ""}> '
        f"{escape(_NAMES.get(method, method))}</label>"
        for number, method in enumerate(session["payment_method_types"])
    )
    buttons = "".join(
        f'<button name="outcome" value="{value}">{name}</button>'
        for value, name in (
            ("paid", "付款 Pay"),
            ("processing", "付款，稍后到账 Pay, settles later"),
            ("declined", "付款失败 Decline"),
        )
    )
    amount = f"{session['amount_total'] / 100:.2f} {escape(session['currency'].upper())}"
    return _page(
        f"<p>{escape(session['description'])}</p><h1>{amount}</h1>"
        f'<form method="post"><fieldset><legend>付款方式 Method</legend>{methods}</fieldset>{buttons}</form>'
        + _back(session["cancel_url"])
    )


def _back(address: str | None) -> str:
    return f'<p><a href="{escape(address)}">返回 Back</a></p>' if address else ""


def _page(inside: str) -> str:
    return (
        '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>演示支付 Demo payment</title><style>{_STYLE}</style>"
        '<main><p class="demo">演示支付，不会真的扣款。Demo: no money moves.</p>'
        f"{inside}</main></html>"
    )
