"""The front end's index.html as a template with four holes: language, head, summary and nonce."""

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from backend.config.pages import wording
from backend.config.pages.heads import Head, absolute

_HEAD, _SUMMARY, _NONCE = "<!--xmh:head-->", "<!--xmh:summary-->", "__CSP_NONCE__"
_TITLE = re.compile(r"\s*<title>.*?</title>", re.DOTALL)
_LANG = re.compile(r'<html lang="[^"]*"')
_TAGS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}
_LOCALES = {"zh-hans": "zh_CN", "zh-hant": "zh_HK", "en": "en_US"}


class FrontEndMissing(Exception):
    """Nothing is built yet."""


def render(head: Head, *, nonce: str) -> str:
    """The whole page. Raises FrontEndMissing."""
    language = get_language() or "zh-hans"
    page = _template()
    # One pass over the template, so that nothing a person wrote can become a hole of its own.
    filled = {
        _HEAD: head_html(head, language),
        _SUMMARY: summary_html(head),
        _NONCE: escape(nonce),
        '<html lang="zh-Hans"': f'<html lang="{_TAGS.get(language, "zh-Hans")}"',
    }
    holes = re.compile("|".join(re.escape(hole) for hole in filled))
    return holes.sub(lambda match: filled[match.group()], page)


def render_missing() -> str:
    """A page for whoever runs the server before building the front end."""
    return (
        '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>香蜜湖创投街区</title></head><body>'
        "<h1>前端尚未构建 The front end is not built</h1>"
        "<p>接口已可用。运行 <code>make run</code>，或在 <code>frontend/</code> 中运行 <code>npm ci &amp;&amp; npm run build</code>。</p>"
        "<p>The API answers. Run <code>make run</code>, or <code>npm ci &amp;&amp; npm run build</code> in <code>frontend/</code>.</p>"
        '<p><a href="/api/v1/status/">/api/v1/status/</a></p></body></html>'
    )


def head_html(head: Head, language: str) -> SafeString:
    """Title, description and what a shared link shows."""
    tags = [
        format_html("<title>{}</title>", head.title),
        format_html('<meta name="description" content="{}">', head.description),
        _property("og:type", "website"),
        _property("og:site_name", str(wording.STREET)),
        _property("og:title", head.title),
        _property("og:description", head.description),
        _property("og:locale", _LOCALES.get(language, "zh_CN")),
    ]
    if head.path:
        tags.append(_property("og:url", absolute(head.path)))
        tags.append(format_html('<link rel="canonical" href="{}">', absolute(head.path)))
    if head.image:
        tags += [_property("og:image", absolute(head.image)), _property("og:image:width", "1200")]
        tags += [
            _property("og:image:height", "630"),
            format_html('<meta name="twitter:card" content="{}">', "summary_large_image"),
        ]
    if not head.is_indexable:
        tags.append(format_html('<meta name="robots" content="{}">', "noindex"))
    return format_html_join("\n    ", "{}", ((tag,) for tag in tags))


def summary_html(head: Head) -> SafeString:
    """What a reader without script sees; the front end puts its page in this place."""
    if not head.headline:
        return SafeString("")
    return format_html(
        '<section class="splash-summary"><h1>{}</h1>{}{}{}</section>',
        head.headline,
        format_html_join("", "<p>{}</p>", ((line,) for line in head.lines)),
        format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", head.facts)) if head.facts else "",
        format_html_join(" ", '<a href="{}">{}</a>', head.links),
    )


def _property(name: str, content: str) -> SafeString:
    return format_html('<meta property="{}" content="{}">', name, content)


def _template() -> str:
    path = Path(settings.FRONTEND_DIST) / "index.html"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError as error:
        raise FrontEndMissing from error


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> str:
    """Kept until the file changes. The default title goes, so that a page has one."""
    page = _TITLE.sub("", path.read_text(encoding="utf-8"), count=1)
    return _LANG.sub('<html lang="zh-Hans"', page, count=1)
