"""The street's own rubric, for hosts to begin with: four criteria for every pitch, and the fifth by stage, of ten points each.

Anchors say what few, some and most points mean, so that judges mean the same by a number.
"""

from backend.deals.enums import OPEN_STAGES, Stage
from backend.judging.lines import CriterionLine

_EARLY = tuple(stage.value for stage in (Stage.SEED, Stage.ANGEL, Stage.PRE_A))
_LATER = tuple(stage.value for stage in OPEN_STAGES if stage.value not in _EARLY)

DEFAULT: tuple[CriterionLine, ...] = (
    CriterionLine(
        name="团队",
        name_en="Team",
        weight=25,
        anchors="2：关键岗位空缺，经验与方向无关；5：核心成员到位，有相关经验；8 以上：分工完整，做成过同类的事",
        anchors_en="2: key people are missing; 5: the core is there and knows the field; 8 and above: complete, and has done it before",
    ),
    CriterionLine(
        name="市场",
        name_en="Market",
        weight=20,
        anchors="2：客户是谁说不清；5：细分市场清楚，规模有依据；8 以上：规模与增速均有来源，进入路径清楚",
        anchors_en="2: unclear who the customer is; 5: a clear segment with a sourced size; 8 and above: size and growth sourced, and a clear way in",
    ),
    CriterionLine(
        name="产品与技术",
        name_en="Product and technology",
        weight=25,
        anchors="2：只有想法，易被复制；5：有可用的产品，有一定差异；8 以上：指标领先且可验证，有知识产权或其他壁垒",
        anchors_en="2: an idea, easily copied; 5: a working product that differs; 8 and above: ahead by figures one can check, and protected",
    ),
    CriterionLine(
        name="验证与进展",
        name_en="Proof so far",
        weight=20,
        stages=_EARLY,
        anchors="2：没有与客户验证过；5：有试用客户或样品；8 以上：有付费客户或明确的订单意向",
        anchors_en="2: not tried with customers; 5: trial customers or samples; 8 and above: paying customers or firm orders in sight",
    ),
    CriterionLine(
        name="收入与增长",
        name_en="Revenue and growth",
        weight=20,
        stages=_LATER,
        anchors="2：收入不稳定，毛利不清；5：收入持续，毛利合理；8 以上：增长快，复购高，盈利路径清楚",
        anchors_en="2: unsteady revenue, unclear margin; 5: steady revenue, fair margin; 8 and above: fast growth, customers return, a clear way to profit",
    ),
    CriterionLine(
        name="现场表达",
        name_en="Presentation",
        weight=10,
        anchors="2：讲不清做什么；5：要点清楚，答问基本切题；8 以上：重点突出，答问直接有据",
        anchors_en="2: unclear what they do; 5: clear points, answers mostly to the question; 8 and above: to the point, direct answers with evidence",
    ),
)
