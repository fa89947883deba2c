"""Sentences and words of visits."""

from __future__ import annotations

from app.domain.visits import VisitKind, VisitResult

ERRORS: dict[str, str] = {
    "visit.future": "走访日期 {date} 在今天之后，请核对。",
    "visit.nobody_named": "请选见到的是谁，这样才能计入走访人次。",
    "visit.somebody_named": "结果是“{result}”，就不要选见到的人。请改结果或去掉人员。",
    "visit.services": "走访单位要勾选至少一项服务：政策咨询、招聘对接、用工指导。",
    "visit.next": "下次走访日期应在这次走访之后，请核对。",
    "visit.late_reason": "这次走访是 {days} 天前的，属于补录。请写明补录原因，已填的内容都在。",
    "visit.whom": "请选这次走访的是谁：个人、家庭或单位。",
    "visit.target_not_found": "没有找到要走访的家庭或单位，请重新选择。",
    "visit.no_household": "{name}还没有登记家庭。请先在人员页的“家庭”里登记，再记入户走访。",
    "visit.not_found": "没有找到这次走访。",
}

WORDS: dict[str, str] = {
    "VisitKind.person": "个人",
    "VisitKind.household": "入户",
    "VisitKind.employer": "单位",
    "VisitWay.door": "上门",
    "VisitWay.phone": "电话",
    "VisitWay.other": "其他",
    "VisitResult.met_person": "见到本人",
    "VisitResult.met_family": "见到家属",
    "VisitResult.refused": "拒访",
    "VisitResult.nobody_home": "无人在家或无人接听",
    "EmployerService.policy": "政策咨询",
    "EmployerService.hiring": "招聘对接",
    "EmployerService.guidance": "用工指导",
}

OF_EMPLOYER: dict[VisitResult, str] = {
    VisitResult.MET_PERSON: "见到单位的人",
    VisitResult.REFUSED: "拒访",
    VisitResult.NOBODY_HOME: "没有见到人",
}
"""The results of a visit to an employer in its own words."""

OF_HOUSEHOLD: dict[VisitResult, str] = {
    VisitResult.MET_PERSON: "见到户主",
    VisitResult.MET_FAMILY: "见到家里人",
    VisitResult.REFUSED: "拒访",
    VisitResult.NOBODY_HOME: "无人在家或无人接听",
}
"""The same for a household."""


def result_word(kind: VisitKind, result: VisitResult) -> str:
    """Whom the visitor met, in the words of the kind of visit."""
    own = {VisitKind.EMPLOYER: OF_EMPLOYER, VisitKind.HOUSEHOLD: OF_HOUSEHOLD}.get(kind, {})
    return own.get(result) or WORDS[f"VisitResult.{result.value}"]
