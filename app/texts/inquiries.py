"""Sentences and words of first inquiries."""

from __future__ import annotations

ERRORS = {
    "inquiry.topic": "请填写来访人问的是什么事，没有保存。",
    "inquiry.answer": "处理结果是“{outcome}”，请写明答复内容、告知的去处或转给谁，没有保存。",
    "inquiry.future": "来访时间还没有到，没有保存。请核对时间。",
    "inquiry.material_name": "收到的材料要写名称，没有保存。",
    "inquiry.material_quantity": "材料“{name}”的份数至少是 1，没有保存。",
    "inquiry.material_text": "材料“{text}”的份数看不懂，请写成 居民身份证复印件×2。",
    "inquiry.code": "“{text}”不是首问登记编号。编号例如 ZX20261009-001。",
    "inquiry.unknown": "没有首问登记 {code}。请核对编号。",
    "inquiry.has_case": "首问登记 {code} 已经转为办件 {number}，不再转第二次。",
    "inquiry.person_needed": "转为办件要先选服务对象，没有写入。请登记或查找服务对象后再转。",
    "inquiry.person_unknown": "没有编号为 {person} 的服务对象，没有写入。",
    "inquiry.item_needed": "转为办件要先选服务事项，没有写入。",
    "inquiry.item_unknown": "没有服务事项 {item}，没有写入。请从事项清单里选。",
    "inquiry.handler_needed": "转交承办要写明承办人，没有保存。",
}

WORDS = {
    "InquiryChannel.window": "窗口",
    "InquiryChannel.phone": "电话",
    "InquiryOutcome.answered": "当场答复",
    "InquiryOutcome.told_where": "告知去处",
    "InquiryOutcome.passed_on": "转交承办人",
}

LATE = "首问登记 {code} 已于 {day} 收下材料"
