"""What places are called, and codes in tables that leave the site; the pages have their own words for codes."""

from collections.abc import Iterable, Mapping

from backend.core.languages import text, to_traditional
from search.knowledge import Knowledge


def place_name(path: str, known: Knowledge, language: str) -> str:
    """The last step of a path in a language of the search package, whatever thread asks."""
    chinese, english = known.places.names_of(path)
    if language == "en":
        return english
    return to_traditional(chinese) if language == "zh-Hant" else chinese


def place_labels(paths: Iterable[str], known: Knowledge) -> dict[str, str]:
    """Places in the language of the request."""
    return {path: str(text(*known.places.names_of(path))) for path in paths}


STAGES: Mapping[str, object] = {
    "": "",
    "seed": text("种子轮", "Seed"),
    "angel": text("天使轮", "Angel"),
    "pre_a": "Pre-A",
    "series_a": text("A 轮", "Series A"),
    "series_a_plus": text("A+ 轮", "Series A+"),
    "series_b": text("B 轮", "Series B"),
    "series_b_plus": text("B+ 轮", "Series B+"),
    "series_c": text("C 轮", "Series C"),
    "series_d_plus": text("D 轮及以后", "Series D and later"),
    "pre_ipo": "Pre-IPO",
    "strategic": text("战略融资", "Strategic"),
}
INSTRUMENTS: Mapping[str, object] = {
    "": "",
    "equity": text("股权", "Equity"),
    "convertible_note": text("可转债", "Convertible note"),
    "safe": text("未来股权简单协议", "SAFE"),
    "debt": text("债权", "Debt"),
}
BUSINESS_MODELS: Mapping[str, object] = {
    "": "",
    "b2b": text("面向企业", "B2B"),
    "b2c": text("面向消费者", "B2C"),
    "b2b2c": text("企业与消费者", "B2B2C"),
    "b2g": text("面向政府", "B2G"),
}
GATES: Mapping[str, object] = {
    "stage": text("条件：轮次", "Condition: stage"),
    "ticket": text("条件：单笔金额", "Condition: ticket"),
    "exclusion": text("条件：排除赛道", "Condition: excluded sectors"),
    "conflict": text("条件：利益冲突", "Condition: conflict of interest"),
    "geography": text("条件：地区", "Condition: place"),
}
GATE_STATES: Mapping[str, object] = {
    "passed": text("符合", "Met"),
    "failed": text("不符合", "Not met"),
    "not_stated": text("未说明", "Not stated"),
}
PARTS: Mapping[str, object] = {
    "sector": text("理由：赛道一致", "Reason: same sector"),
    "stage": text("理由：轮次一致", "Reason: same stage"),
    "amount_distance": text("理由：金额接近常投规模", "Reason: amount near the usual size"),
    "amount_bucket": text("理由：同等规模的投资记录", "Reason: deals of this size"),
    "region": text("理由：同一省份的投资记录", "Reason: deals in the same province"),
    "city": text("理由：同一城市的投资记录", "Reason: deals in the same city"),
    "home_city": text("理由：机构与项目同城", "Reason: both in the same city"),
    "home_region": text("理由：机构与项目同省", "Reason: both in the same province"),
    "home_country": text("理由：机构与项目在同一国家或地区", "Reason: both in the same country or region"),
    "age": text("理由：成立年限相近的投资记录", "Reason: deals with companies of this age"),
    "text": text("理由：关键词重合", "Reason: shared keywords"),
    "likeness": text("理由：与其过往所投企业相近", "Reason: close to companies it has backed"),
    "recent_activity": text("理由：近期活跃", "Reason: active recently"),
    "time_since_last_deal": text("理由：最近仍在投资", "Reason: still investing"),
    "first_round_share": text("理由：常作为首轮投资方", "Reason: often in first rounds"),
}
