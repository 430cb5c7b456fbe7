"""What people are told of new matches; the words are made when they are read."""

from collections.abc import Sequence

from django.utils.translation import get_language

from backend.core.languages import Language, text
from backend.deals.models import Pitch, Thesis
from backend.matching.enums import Asker
from backend.matching.models import SavedSearch
from backend.matching.selectors.calls import (
    PitchCall,
    SearchCall,
    ThesisCall,
    tellable_pitches,
    tellable_searches,
    tellable_theses,
)
from backend.notifications.kinds import Group, Kind, Message, Stop, register, register_group

SEARCH_HIT = "matching.search_hit"
THESIS_HIT = "matching.thesis_hit"
PITCH_WANTED = "matching.pitch_wanted"
KINDS = {Asker.SEARCH: SEARCH_HIT, Asker.THESIS: THESIS_HIT, Asker.PITCH: PITCH_WANTED}
# What a link that ends the alerts of one saved search is signed for.
SEARCH_TOPIC = "saved_search"

_NAMED = 5
_MORE = text("……另有 {count} 个。", "… and {count} more.")
_ONE = text("{name}：{line}", "{name}: {line}")


def named(saved: SavedSearch) -> str:
    """A saved search as a mail speaks of it."""
    return str(text("保存的搜索「{name}」", "the saved search “{name}”")).format(name=saved.name)


def _tell_search(call: SearchCall) -> Message:
    title = (
        text("新项目符合「{name}」", "A new deal fits “{name}”")
        if len(call.pitches) == 1
        else text("「{name}」有 {count} 个新项目", "“{name}” has {count} new deals")
    )
    path = f"/deals/{call.pitches[0].pk}" if len(call.pitches) == 1 else f"/investor/searches/{call.search.pk}"
    return Message(
        str(title).format(name=call.search.name, count=len(call.pitches)),
        _deals(call.pitches),
        path,
        stop=Stop(SEARCH_TOPIC, call.search.pk, named(call.search)),
    )


def _tell_thesis(call: ThesisCall) -> Message:
    title = (
        text("新项目符合投资主题「{name}」", "A new deal fits your thesis “{name}”")
        if len(call.pitches) == 1
        else text("投资主题「{name}」有 {count} 个新项目", "Your thesis “{name}” has {count} new deals")
    )
    path = f"/deals/{call.pitches[0].pk}" if len(call.pitches) == 1 else f"/investor/matches?of=thesis:{call.thesis.pk}"
    return Message(str(title).format(name=_title(call.thesis), count=len(call.pitches)), _deals(call.pitches), path)


def _tell_pitch(call: PitchCall) -> Message:
    title = (
        text("新的投资主题适合项目「{name}」", "A new investment thesis fits your pitch “{name}”")
        if len(call.theses) == 1
        else text("{count} 个新的投资主题适合项目「{name}」", "{count} new investment theses fit your pitch “{name}”")
    )
    single = f"/investors/{call.theses[0].firm_id}"
    path = single if len(call.theses) == 1 else f"/startup/matches?of={call.pitch.pk}"
    lines = [(one.firm.display_name, _title(one)) for one in call.theses]
    return Message(str(title).format(name=_line(call.pitch), count=len(call.theses)), _listed(lines), path)


def _deals(pitches: Sequence[Pitch]) -> str:
    return _listed([(one.organization.display_name, _line(one)) for one in pitches])


def _listed(lines: Sequence[tuple[str, str]]) -> str:
    shown = [str(_ONE).format(name=name, line=line) for name, line in lines[:_NAMED]]
    rest = len(lines) - len(shown)
    return "\n".join([*shown, *([str(_MORE).format(count=rest)] if rest else [])])


def _line(pitch: Pitch) -> str:
    return _in_english(pitch.one_liner_en) or pitch.one_liner


def _title(thesis: Thesis) -> str:
    return _in_english(thesis.title_en) or thesis.title


def _in_english(words: str) -> str:
    return words if (get_language() or "").lower().startswith(Language.EN) else ""


register_group(Group("saved_searches", text("保存的搜索", "Saved searches")))
register_group(Group("new_matches", text("新的匹配", "New matches")))
register(Kind(SEARCH_HIT, "saved_searches", tellable_searches, _tell_search))
register(Kind(THESIS_HIT, "new_matches", tellable_theses, _tell_thesis))
register(Kind(PITCH_WANTED, "new_matches", tellable_pitches, _tell_pitch))
