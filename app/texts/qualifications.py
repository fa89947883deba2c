"""Sentences and words of training, certificates and figures per officer."""

from __future__ import annotations

ERRORS = {
    "drill.topic": "请写主题，没有保存。",
    "drill.days": "日期不对：不能晚于今天，结束不能早于开始。请核对日期。",
    "drill.people": "参加人数不对：至少 1 人，并且不少于列出的 {named} 人。请核对人数。",
    "drill.score_of": "“{name}”没有选在参加的人里。每行一人：姓名 成绩 名次，姓名要和上面一样。",
    "drill.hours": "学时填正整数。",
    "certificate.name": "请写证书名称，没有保存。",
    "certificate.days": "证书日期不对：发证不能晚于今天，到期不能早于发证。请核对日期。",
    "certificate.other": "别人的证书由本人或站长登记。",
    "certificate.unknown": "没有编号为 {id} 的证书。请从证书列表里选。",
    "certificate.ended": "这份证书已经不再使用。",
    "figures.days": "日期不对：从 {first} 到 {last}，结束早于开始。请核对日期。",
    "figures.others": "别人的业绩只有站长能看，没有显示。",
}

ACTIONS = {
    "training.record": "登记练兵比武和培训",
    "training.read": "查看培训和证书",
    "certificate.change": "登记证书",
    "figures.own": "查看本人业绩",
    "figures.all": "查看全站业绩",
}

WORDS = {
    "DrillKind.drill": "岗位练兵",
    "DrillKind.contest": "技能比武",
    "DrillKind.class": "业务培训班",
    "DrillKind.rotation": "轮训",
    "DrillLevel.province": "省级",
    "DrillLevel.city": "市级",
    "DrillLevel.county": "县级",
    "DrillLevel.station": "本站",
    "CertificateKind.qualification": "职业资格证",
    "CertificateKind.skill": "职业技能等级证",
    "CertificateKind.training": "培训合格证",
    "CertificateKind.title": "专业职称",
    "Recruitment.graduate": "公开招录（应届高校毕业生）",
    "Recruitment.youth": "公开招录（失业青年）",
    "Recruitment.open": "公开招录（其他）",
    "Recruitment.placed": "调配",
    "Figure.received": "首接办件",
    "Figure.closed": "办结",
    "Figure.on_time": "按时办结",
    "Figure.overdue": "超期办结",
    "Figure.open": "在办",
    "Figure.inquiries": "首问",
    "Figure.ratings": "评价",
    "Figure.good": "满意",
    "Figure.visits": "走访",
    "Figure.met": "走访人次",
    "Figure.training": "练兵培训",
}
