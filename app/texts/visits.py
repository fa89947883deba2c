"""Sentences and words of visits."""

from __future__ import annotations

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
    "visit.not_found": "没有找到这次走访。请从走访列表里选。",
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
