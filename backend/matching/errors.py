"""Refusals of a question, whose codes are those of the search package, and of a change of the ranking."""

from typing import Any

from backend.core.errors import Conflict, Invalid
from backend.core.languages import text
from search.errors import SearchRejected

_SENTENCES: dict[str, Any] = {
    "search.text_too_long": text(
        "搜索词太长，最多 200 个字符。", "The search text is too long: at most 200 characters."
    ),
    "search.text_too_many_words": text("搜索词太多，最多 20 个。", "Too many search words: at most 20."),
    "search.text_unprintable": text(
        "搜索词含有无法识别的字符。", "The search text holds characters that cannot be read."
    ),
    "search.value_invalid": text("筛选条件无效。", "This filter value is not valid."),
    "search.too_many_choices": text("选择的条件过多，最多 60 个。", "Too many choices: at most 60."),
    "search.amount_invalid": text("金额无效。", "This amount is not valid."),
    "search.range_reversed": text("范围的下限高于上限。", "The lower end is above the upper end."),
    "search.size_invalid": text("每页数量应为 1 到 50。", "A page holds 1 to 50 results."),
    "search.sort_not_here": text("此处没有这种排序。", "This order does not exist here."),
    "search.currency_invalid": text("货币代码无效。", "This currency code is not valid."),
    "search.currency_unknown": text("没有该货币的汇率。", "There is no rate for this currency."),
    "search.cursor_invalid": text(
        "翻页位置已失效，请从第一页重新开始。", "This page position is no longer valid. Start again."
    ),
    "search.parameter_unknown": text("没有这个筛选条件。", "There is no such filter."),
    "search.sector_unknown": text("没有这个行业。", "There is no such sector."),
}
# The package speaks of its own fields; the address has other names for them.
_FIELDS = {
    "text": "q", "sectors": "sector", "sectors_exclude": "sector_exclude", "stages": "stage", "places": "city",
    "stages_exclude": "stage_exclude", "places_exclude": "place_exclude", "words_exclude": "word_exclude",
    "founded_year": "founded_from", "close_by": "close_before", "last_confirmed_on": "confirmed_within",
    "last_deal_on": "active_within", "fund_type": "investor_type",
}  # fmt: skip


class SearchRefused(Invalid):
    """The question is at fault. `code` is one of the search package's, `fields` names the parameter."""

    code = "search.refused"
    message = text("搜索条件有误，请检查后重试。", "This search cannot be answered as asked.")

    def __init__(self, code: str = "search.refused", field: str = "") -> None:
        sentence = _SENTENCES.get(code, self.message)
        super().__init__(sentence, fields={_FIELDS.get(field, field): [sentence]} if field else None)
        self.code = code

    @classmethod
    def of(cls, problem: SearchRejected) -> "SearchRefused":
        return cls(problem.code, problem.field)


class RankingBusy(Conflict):
    """A training, a switch or a rebuild of the index is under way."""

    code = "matching.ranking_busy"
    message = text(
        "正在训练、切换或重建索引，请等它结束后再试。",
        "A training, a switch or a rebuild of the index is under way. Try again when it has ended.",
    )


class RankingInForce(Conflict):
    code = "matching.ranking_in_force"
    message = text("该排序模型已在使用。", "This ranking is in force already.")


class RankingForgotten(Conflict):
    """Old trainings keep their figures, not what they learned."""

    code = "matching.ranking_forgotten"
    message = text(
        "该排序模型太久以前训练，只保留了评估结果，无法启用。",
        "This ranking was trained too long ago: only its figures are kept, so it cannot be switched on.",
    )


class NothingBefore(Conflict):
    code = "matching.nothing_before"
    message = text("没有更早的排序模型可以回退。", "There is no ranking before this one to go back to.")


class TooFewCompared(Invalid):
    code = "matching.compare_too_few"
    message = text("请至少选择两个项目进行对比。", "Choose at least two projects to compare.")


class TooManyCompared(Invalid):
    code = "matching.compare_too_many"
    message = text("一次最多对比五个项目。", "At most five projects are compared at once.")


class ComparedTwice(Invalid):
    code = "matching.compare_twice"
    message = text("同一个项目只能选择一次。", "The same project can be chosen only once.")


class UnknownTopSector(Invalid):
    """A map goes from a top sector into its leaves and no further."""

    code = "matching.no_top_sector"
    message = text("没有这个一级行业。", "There is no such top sector.")


class TooManySavedSearches(Conflict):
    code = "matching.too_many_saved_searches"
    message = text(
        "保存的搜索已达 100 个上限，请先删除不再使用的。",
        "You have saved 100 searches, which is the most. Delete one that you no longer use.",
    )


class SavedSearchNameTaken(Conflict):
    code = "matching.saved_search_name_taken"
    message = text("您已有同名的保存的搜索。", "You have saved a search under this name already.")


class SavedSearchAsked(Conflict):
    """The same question is saved already."""

    code = "matching.saved_search_asked"
    message = text("您已将同样的条件保存为「{name}」。", "You have saved this very search as “{name}”.")
