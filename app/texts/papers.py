"""Words of the papers that services fill in, and the refusals of printing."""

from __future__ import annotations

from datetime import date

from app.domain.accountability import ChaserStep
from app.domain.second_person import SecondPerson

ERRORS = {
    "print.subject_missing": "打印“{document}”要指明{options}（print {word} {usage} --out 文件.pdf）。",
    "print.no_inquiry": "这个号票或办件还没有首问登记，打印不了首问登记单。请先登记首问。",
    "print.slip_over": "评价单只能录入到 {until}，已经过期，没有打印。",
    "print.no_notice": "办件 {number} 没有做过一次性告知，打印不了告知书。请先列出缺少的材料并告知。",
    "print.not_accepted": "办件 {number} 还没有受理，打印不了受理通知书。请先受理。",
    "print.no_file": "{name}还没有就业援助档案，打印不了。请先建档。",
    "print.no_lists": "{name}还没有“三张”服务清单，打印不了。请先制单。",
    "print.no_step_waits": "没有编号为 {id} 的待确认事项，不用打印签批单。",
    "print.nothing_waits": "办件 {number} 没有等上级确认的事，不用打印签批单。",
    "print.no_receipt": "还没有收件回执，打印不了。请先登记收到的材料，再开回执。",
    "print.register_span": "登记簿的起止日期不对：{since} 至 {until}。请核对起止日期。",
    "print.register_long": "这段时间的首问超过 {most} 条，一份打不下。请把起止日期分开打印。",
    "print.no_extension": "办件 {number} 没有批准过延期，打印不了延期告知书。",
    "print.no_chaser": "办件 {number} 没有催办过，打印不了催办单。",
    "print.not_writable": "文件写不进去：{path}。没有生成文件，打印记录也没有写入。请换一个可写的文件夹，或腾出磁盘空间。",
    "print.appointment_over": "预约 {code} {state}，不再打印预约单。",
    "print.out_missing": "请用 --out 给出要写的文件，例如 --out 单子.pdf。",
    "print.path_is_folder": "{path} 是文件夹。请给出文件名，例如 单子.pdf。",
}

WORDS = {
    "Document.ticket": "号票",
    "Document.appointment": "预约单",
    "Document.inquiry": "首问登记单",
    "Document.one-time-notice": "一次性告知书",
    "Document.acceptance": "受理通知书",
    "Document.assistance-file": "就业援助档案",
    "Document.service-lists": "“三张”服务清单",
    "Document.rating-slip": "服务评价单",
    "Document.return": "报表",
    "Document.approval-slip": "签批单",
    "Document.chaser": "催办单",
    "Document.desk-list": "工作交接清单",
    "Document.wall": "制度上墙",
    "Document.staff-board": "专员公示",
    "Document.guide": "办事指南",
    "Document.extension-notice": "延期告知书",
    "Document.case-sheet": "办件日报、周报、月报",
    "Document.inquiry-register": "首问登记簿",
    "Document.complaint-register": "投诉和意见建议登记簿",
    "Document.material-receipt": "收件回执",
    "Document.proxy-acceptance": "帮办代办受理单",
    "Document.proxy-authorisation": "代办服务委托书",
    "Document.proxy-suspension": "帮办代办中止单",
    "Document.proxy-renewal": "续办委托书",
    "Document.proxy-completion": "帮办代办办结单",
}

OPTIONS = {
    "ticket": "号票",
    "appointment": "预约编号",
    "inquiry": "首问登记编号",
    "case": "办件编号",
    "person": "服务对象",
    "code": "报表代码",
    "period": "报告期",
    "item": "事项编码",
    "desk": "交接编号",
    "second": "待确认事项编号",
    "since": "起始日期",
    "until": "截止日期",
}
REGISTER_SPAN = "{since} 至 {until}"
UNTIL_DAY = "{day} 前"
REGISTER_SUM = (
    "共 {n} 件：当场答复 {answered} 件，告知去处 {told_where} 件，转交承办人 {passed_on} 件；电话 {phone} 件，转为办件 {cases} 件。"
)
REGISTER_CASE = "转为办件 {number}"
REGISTER_ABSENT = "承办人当时不在"
HANDED_IN = "{name}×{quantity}"


TICKET_NOTES = ("当日有效，过号请到窗口说明。", "请备好有效身份证件。")
WEEKDAYS = "一二三四五六日"
APPOINTMENT_DAY = "{day} 星期{weekday}"
APPOINTMENT_MATERIAL = "{name}（{form} {copies} 份）"
APPOINTMENT_CHECK_IN = "请在 {opens} 至 {closes} 之间到站签到取号，可扫上面的码。"
APPOINTMENT_MISSED = "过时未签到记为爽约。"
APPOINTMENT_CANCEL = "不能来请在 {moment} 以前告知取消。"
COUNTER = "{number} 号窗口"
DAYS = "{days} 个工作日"
SAME_DAY = "即办，当日办结"
NOT_SET = "县级尚未公布"
EXAMPLE = "{text}（示例）"
UNEMPLOYED_MONTHS = "{months} 个月"
HOUSEHOLD = "{count} 口人，{zero}"
ZERO_STANDING = "零就业家庭"
ZERO_NONE = "非零就业家庭"
RECOGNISED = "{category}，{day} 认定"
NO_CATEGORY = "未认定就业困难人员"
CLOSED = "{reason}，{day} 结档"

SIGNERS = {
    SecondPerson.OFFICER: "派驻或联系本站的县级人员",
    SecondPerson.HEAD: "派驻或联系本站的县级人员",
    SecondPerson.COUNTY: "派驻或联系本站的县级人员",
    SecondPerson.PAPER: "有权限的负责同志",
}
SLIP_DAYS = "延长 {days} 个工作日（现在的办理期限是 {deadline}）"
SLIP_MISSING = "再次告知缺少的材料：{names}"
SLIP_ACT = "{day} 的“{act}”，超过三个工作日后补录"
SLIP_PAUSE = "从 {day} 起停表（{kind}），依据：{evidence}"
SLIP_LATE = "{day} 的收件或受理，超过三个工作日后补录"
SLIP_ENTRY = "{day} 的“{kind}”，超过三个工作日后补录；签批以前没有记入"
CHASED = {
    ChaserStep.BEFORE: "请抓紧办理，按期办结；确实不能按期办结的，请在期满以前申请延期。",
    ChaserStep.AFTER: "请立即办结，并说明超期的原因。",
}
CHASED_LEFT = "办理期限为 {deadline}，还剩 {days} 个工作日"
CHASED_LATE = "办理期限 {deadline} 已过，仍未办结"

NOT_ASKED = "材料清单中的{materials}这次不用补：{reason}。"
AFTER_NOTICE_STOP = "补齐材料以前办理时限停止计算，材料收齐的次日继续计算。"
AFTER_NOTICE_RESTART = "材料收齐后，办理时限从次日起重新计算。"
AFTER_NOTICE_BEFORE_ACCEPTANCE = "请补齐以上材料，材料收齐后受理，办理时限从受理的次日起计算。"

CLOCK_FROM = "从受理的次日（{day}）起数工作日，周六、周日和法定节假日不计入，调休上班的日子计入。"
CLOCK_SAME_DAY = "即办件，当日办结。"
CLOCK_COUNTED = "计入的工作日：{days}。"
CLOCK_SKIPPED = "{reason}：{days}。"
PAUSES_EXCLUDED = "补正、公示、听证、检验检测、鉴定、专家评审的时间不计入"
LATE_START = "未在期限内一次性告知，自收到之日起即为受理"
LACKING = "经审查，符合受理条件，还缺{names}{by}"
LATER = "{name}（可以后补）"
LATER_BY = "，最迟{day}补齐"
AFTER_HOURS = "下班后或休息日收到，自下一工作日起算"
PROGRESS = "凭办件编号到窗口查询{phone}"
PROGRESS_PHONE = "，或拨打 {phone}"
DELIVERY = "到窗口领取，或按约定方式送达"
FEE = "{fee} 元"
FREE = "免费"
ASK_HERE = "咨询 {phone}"


def full_day_text(day: date) -> str:
    """A day with its year, where a paper is filed for years (2026年10月9日)."""
    return f"{day.year}年{day_text(day)}"


def day_text(day: date) -> str:
    """A date as a list of days writes it: 10月12日."""
    return f"{day.month}月{day.day}日"


EXTENSION_TOLD = "已于{day}告知申请人"
SHEET_DAY = "办件日报"
SHEET_WEEK = "办件周报"
SHEET_MONTH = "办件月报"
SHEET_SPAN = "办件情况表"
SHEET_OVERDUE = "逾期"
SHEET_LATE_ENTRY = "补录"
SHEET_MOVED = "原期限 {day}，按新的放假安排重算"
SHEET_NONE = "—"
SHEET_SOMEBODY = "某某"
SHEET_SUM = (
    "收件 {received} 件，受理 {accepted} 件，办结 {closed} 件（按期 {in_time} 件），逾期未结 {overdue} 件，"
    "补录 {late} 件，重算期限 {moved} 件。"
)
