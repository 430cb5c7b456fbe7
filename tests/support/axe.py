"""axe-core, evaluated in the page from the front end's own packages."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_SOURCE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# Read from the top: what the header that stays covers a part of is not too small. Half faded in, or dimmed while a newer answer comes, a word has another contrast than it is drawn with. What never ends
# is not waited for.
_STILL = """async () => {
  window.scrollTo({ top: 0, behavior: 'instant' });
  const latest = Date.now() + 10_000;
  while (document.querySelector('[aria-busy="true"]') && Date.now() < latest)
    await new Promise(again => setTimeout(again, 50));
  await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const ending = document.getAnimations().filter(one => one.effect.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(ending.map(one => one.finished));
}"""


def violations(page: Page) -> list[str]:
    """One line for each rule broken on the page as it stands: id, and where."""
    # Evaluated by the driver, not by a script element, which the content security policy rightly refuses.
    page.evaluate(_STILL)
    page.evaluate(_SOURCE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate(
        "async tags => (await axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})).violations",
        _TAGS,
    )
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]
