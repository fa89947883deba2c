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
    "inquiry.person_unknown": "没有编号为 {person} 的服务对象，没有写入。请先查找或登记这个人。",
    "inquiry.item_needed": "转为办件要先选服务事项，没有写入。",
    "inquiry.item_unknown": "没有服务事项 {item}，没有写入。请从事项清单里选。",
    "inquiry.where_needless": "处理结果是“{outcome}”，不用写去处。事情不归这里办的，请把结果选为“告知去处”。",
    "inquiry.handled": "这件首问已经在 {day} 有了结果，不能再转交或登记结果。",
    "inquiry.hand_over_self": "这件首问现在就由这位工作人员承办，不用转交。",
    "inquiry.hand_over_waiting": "这件首问正等对方接收，不能再转交。",
    "inquiry.hand_over_none": "这件首问没有转交给人，没有可接收的。请打开登记看看现在由谁办。",
    "inquiry.hand_over_other": "这件首问不是转交给您的，不能接收。",
    "inquiry.result": "请写明办理结果，没有保存。",
    "inquiry.result_day": "日期 {day} 不对：应在来访以后，并且不晚于今天。",
    "receipt.which": "请指明给哪一个办件或哪一件首问开收件回执。",
    "receipt.nothing": "没有新收到的材料，不用开回执。收到材料后先登记收到。",
    "receipt.unknown": "没有收件回执 {code}。请核对编号。",
    "receipt.returned": "回执 {code} 上的材料已经在 {day} 退还。",
    "receipt.day": "退还日期 {day} 不对：应在收件以后，并且不晚于今天。",
    "inquiry.handler_needed": "转交承办要写明承办人，没有保存。",
}

ACTIONS = {
    "inquiry.hand_over": "转交首问",
    "inquiry.take_over": "接收首问",
    "inquiry.finish": "登记首问结果",
    "receipt.issue": "开收件回执",
    "receipt.give_back": "登记退还材料",
}

WORDS = {
    "InquiryChannel.window": "窗口",
    "InquiryChannel.phone": "电话",
    "InquiryOutcome.answered": "当场答复",
    "InquiryOutcome.told_where": "告知去处",
    "InquiryOutcome.passed_on": "转交承办人",
}

LATE = "首问登记 {code} 已于 {day} 收下材料"
