"""Synthetic papers for the tests and to look at: no person, number or firm in them exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from app.domain import documents as d
from app.domain import documents_cases as c
from app.domain.clock import STATION_ZONE
from app.domain.documents_clock import CaseSheetLine
from app.domain.documents_office import OfficePaper, OfficeSheet, OfficeTable

STATION = "漠河市西林吉镇光明社区“家门口”就业服务站"
PRINTED = datetime(2026, 9, 29, 14, 5, tzinfo=STATION_ZONE)
RARE = "欧阳㛃䶮𬍛𫖯"


def head(number: str = "", case: str = "", qr: str = "", practice: bool = False) -> d.PaperHead:
    """The head of a sample."""
    return d.PaperHead(STATION, "王敏", PRINTED, number, case, qr, practice)


def ticket(practice: bool = False) -> d.TicketPaper:
    notes = ("当日有效，过号请到窗口说明。", "请备好身份证原件。")
    number = head(qr="SD1:T:2026-09-29:A012", practice=practice)
    return d.TicketPaper(number, "A012", "失业登记", 3, PRINTED, "1号、2号窗口", "老年人", "约 20 分钟", notes)


def appointment(practice: bool = False) -> d.AppointmentPaper:
    rules = ("请在 13:45 至 14:30 之间到站签到取号，可扫上面的码。", "过时未签到记为爽约。", "不能来请在 2026-10-12 12:00 以前告知取消。")
    code, bring = "YY20261012-001", ("居民身份证（出示原件 1 份）", "解除或终止劳动合同证明书（原件 1 份）")
    place = ("漠河市西林吉镇振兴街 18 号", "0457-0000001")
    return d.AppointmentPaper(
        head(qr=code, practice=practice), code, "2026-10-12 星期一", "14:00", "登记认定", "失业登记", bring, *place, rules
    )


MATERIALS = (
    d.ReceivedMaterial("居民身份证", 1, "复印件", "份", "原件已核"),
    d.ReceivedMaterial("就业困难人员认定申请表", 2),
    d.ReceivedMaterial("解除劳动合同证明书", 1, "原件", "份", "单位盖章"),
)


def inquiry() -> d.InquiryPaper:
    return d.InquiryPaper(
        head("大漠就询〔2026〕0312号", "2026-Q-000312", "SD1:Q:2026-000312"),
        RARE,
        "咨询就业困难人员认定和灵活就业社会保险补贴怎么申请，并递交认定材料",
        datetime(2026, 9, 29, 9, 12, tzinfo=STATION_ZONE),
        "王敏",
        "李岩",
        "窗口",
        "漠河市西林吉镇振兴街 18 号楼 2 单元 301 室",
        "14200000012",
        MATERIALS,
        "当场解答认定条件；材料收齐后交承办人，认定后再申请社会保险补贴。",
        "",
        date(2026, 10, 12),
        "0457-0000001",
        "0457-0000002",
        "0457-0000009",
    )


MISSING = (
    d.MissingMaterial("解除劳动合同证明书", "原件", 1, "原用人单位", "到原单位人事部门开具，须盖公章", "写明解除日期和原因"),
    d.MissingMaterial("最低生活保障金领取记录", "复印件", 1, "民政部门", "到社区便民服务站自助机打印", "最近 6 个月"),
    d.MissingMaterial("就业困难人员认定申请表", "原件", 2, "本人", "窗口免费领取，工作人员可帮助填写"),
)


def notice(number: int = 1) -> d.OneTimeNoticePaper:
    again = ("申请人更换了申请类别，需要的材料不同", "赵站长") if number > 1 else ("", "")
    return d.OneTimeNoticePaper(
        head("大漠就告〔2026〕0087号", "2026-C-001204", "SD1:C:2026-001204"),
        RARE,
        "就业困难人员认定",
        date(2026, 9, 28),
        date(2026, 9, 29),
        "李岩",
        MISSING,
        "站点公布的《就业困难人员认定办事指南》第 3 版",
        ("窗口收件、一次性告知", "社区初审", "公示", "县级审核认定", "告知结果"),
        ("在本辖区登记失业", "在法定劳动年龄内，有劳动能力和就业意愿"),
        "不收费",
        "10 个工作日",
        "光明社区“家门口”就业服务站 2 号窗口",
        "0457-0000002",
        "0457-0000009",
        "14200000012",
        "110101199003070038",
        ("民政部门：低保身份核对", "残联：残疾人证核对"),
        "逾期未补齐的，可以重新提出申请；已交的材料由本站保管。",
        date(2026, 10, 14),
        number,
        *again,
    )


def acceptance(practice: bool = False) -> d.AcceptancePaper:
    return d.AcceptancePaper(
        head("大漠就受〔2026〕1204号", "2026-C-001204", "SD1:C:2026-001204", practice),
        "就业困难人员认定",
        RARE,
        "居民身份证",
        "110101199003070038",
        datetime(2026, 9, 16, 9, 30, tzinfo=STATION_ZONE),
        date(2026, 9, 16),
        "李岩",
        date(2026, 10, 10),
        STATION,
        "14200000012",
        "漠河市西林吉镇振兴街 18 号楼 2 单元 301 室",
        "",
        "",
        "0457-0000002",
        "0457-0000009",
        "站点公布的《就业困难人员认定办事指南》第 3 版",
        "不收费",
        "承诺件",
        "20 个工作日",
        "10 个工作日",
        MATERIALS,
        (
            "从受理的第二天（9月17日）起数工作日，周六、周日和法定节假日不数，调休上班的日子照数。",
            "公示 9月22日至9月24日共 3 个工作日不计入。",
            "9月25日至27日中秋节、10月1日至7日国庆节休息；9月20日、10月10日补班，照数。",
        ),
        "公示 3 个工作日；补正材料的时间",
        progress_query="凭办件编号到窗口查询，或拨打 0457-0000002",
        delivery="到窗口领取",
    )


POINTS = (
    d.PointLine("个人情况", True, "女，48 岁，高中，户籍本社区；丈夫务工，女儿在读大学", "2026-09-10 王敏 入户"),
    d.PointLine("困难类别", True, "大龄失业人员（2026-09-14 认定）", "2026-09-14 李岩"),
    d.PointLine("就业意向", True, "愿就业；家政、保洁、食堂帮厨，本镇内，非全日制也可，月薪 2500 元以上", "2026-09-10 王敏 入户"),
    d.PointLine("技能水平", True, "中式面点师初级；会用智能手机", "2026-09-10 王敏 入户"),
    d.PointLine("政策需求", False, "", ""),
)
STAGES = (
    d.StageLine("信息采集", date(2026, 9, 10)),
    d.StageLine("分类管理", date(2026, 9, 14)),
    d.StageLine("服务对接", date(2026, 9, 18)),
    d.StageLine("定制帮扶", date(2026, 9, 22)),
    d.StageLine("汇总更新"),
    d.StageLine("评估跟进"),
)


def assistance_file(services: int = 4) -> d.AssistanceFilePaper:
    kinds = (("职业指导", "面谈 40 分钟，整理简历"), ("岗位推荐", "推荐食堂帮厨、保洁岗位各一"), ("入户走访", "了解家庭困难，告知补贴政策"))
    outcomes = ("已接受", "约定面试")
    given = tuple(d.ServiceLine(date(2026, 9, 10 + n % 20), *kinds[n % 3], "王敏", outcomes[n % 2]) for n in range(services))
    return d.AssistanceFilePaper(
        head("大漠就援〔2026〕0058号", "2026-F-000058", "SD1:F:2026-000058"),
        RARE,
        "女",
        date(1990, 3, 7),
        "居民身份证",
        "110101199003070038",
        "14200000012",
        "漠河市西林吉镇振兴街 18 号楼 2 单元 301 室",
        date(2026, 9, 10),
        "王敏",
        POINTS,
        STAGES,
        (
            d.ListSummary("就业岗位信息", 3, 2, date(2026, 9, 26), "对食堂帮厨有意向"),
            d.ListSummary("就业政策信息", 2, 2, date(2026, 9, 26), "申请社会保险补贴"),
            d.ListSummary("就业培训信息", 0),
        ),
        "0457-0000001",
        "高中",
        "光明社区第 3 网格",
        "3 口人，非零就业家庭，非低保",
        ("登记失业人员", "就业困难人员"),
        "大龄失业人员，2026年9月14日认定",
        "登记失业",
        date(2026, 3, 2),
        "6 个月",
        given,
    )


_CANTEEN = ("2800—3200 元/月，包午餐", "西林吉镇中华路 66 号", "张经理 0457-0000021", "会面点，离家 800 米")
JOBS = (
    d.JobLine("食堂帮厨", "漠河市北陲餐饮有限公司", "全日制", *_CANTEEN),
    d.JobLine("社区保洁员", "光明社区居民委员会", "公益性岗位", "按当地标准", "光明社区", "0457-0000022", "就业困难人员优先"),
    d.JobLine("家政服务员", "漠河市暖家家政服务部", "非全日制", "25 元/小时", "全市上门", "李女士 0457-0000023", "时间灵活"),
)
POLICIES = (
    d.PolicyLine("灵活就业社会保险补贴", "按缴费的一部分补贴，每年申请一次", "就业困难人员，已灵活就业并缴费", "本站 2 号窗口，可帮办"),
    d.PolicyLine("职业培训补贴", "参加目录内培训，考核合格后补贴", "登记失业人员", "本站 1 号窗口"),
)
_CARE = ("10月12日至10月30日，每天上午", "中华路 30 号", "免费", "0457-0000031")
COURSES = (d.TrainingLine("养老护理员（初级）", "漠河市职业技能培训学校", *_CARE),)


def service_lists(training: tuple[d.TrainingLine, ...] = ()) -> d.ServiceListsPaper:
    return d.ServiceListsPaper(
        head("大漠就单〔2026〕0131号", "2026-F-000058", "SD1:L:2026-000131"),
        RARE,
        "王敏",
        date(2026, 9, 29),
        JOBS,
        POLICIES,
        training,
        "0457-0000001",
        2,
        date(2026, 9, 26),
        date(2026, 9, 26),
    )


def rating_slip(copies: int = 2) -> d.RatingSlipPaper:
    return d.RatingSlipPaper(
        head("大漠就评〔2026〕2210号", "2026-C-001204", "SD1:R:2026-002210"),
        "就业困难人员认定",
        date(2026, 9, 29),
        "李岩",
        "2 号窗口",
        "A012",
        date(2026, 10, 9),
        "0457-0000009",
        copies,
    )


def recovery_sheet(practice: bool = False) -> d.RecoverySheet:
    groups = ("2C3R", "A84K", "4W28", "D2B7", "RN3S", "YF9D", "W2VK", "MFE7")
    return d.RecoverySheet(head(practice=practice), groups, "0123456789abcdef", date(2026, 9, 29))


def approval_slip() -> d.ApprovalSlipPaper:
    return d.ApprovalSlipPaper(
        head("QP20260921-004-1", "BJ20260921-004", "SD1:C:BJ20260921-004"),
        "延期",
        "就业困难人员认定",
        RARE,
        "王敏",
        date(2026, 9, 29),
        "户籍地的复函还没有寄到，已电话催过两次",
        "派驻或联系本站的县级人员",
        "延长 5 个工作日（现在的办理期限是 2026-10-09）",
        "办理中",
        date(2026, 9, 21),
        date(2026, 10, 9),
        "延期在期满以前申请，由站长批准并告知申请人（限时办结制）。",
    )


def chaser(step: str) -> d.ChaserPaper:
    after = step == "after"
    return d.ChaserPaper(
        head("CB20260921-004-2" if after else "CB20260921-004-1", "BJ20260921-004", "SD1:C:BJ20260921-004"),
        "逾期催办通知" if after else "到期前催办",
        "王敏",
        "就业困难人员认定",
        RARE,
        date(2026, 9, 21),
        date(2026, 10, 9),
        date(2026, 10, 10) if after else date(2026, 10, 8),
        datetime(2026, 10, 10, 8, 31, tzinfo=STATION_ZONE) if after else datetime(2026, 10, 8, 8, 2, tzinfo=STATION_ZONE),
        "办理期限 2026年10月9日 已过，仍未办结" if after else "办理期限为 2026年10月9日，还剩 1 个工作日",
        "期限届满次日仍未办结的，自动发出逾期催办通知。" if after else "期限届满前的最后一个工作日仍未办结的，自动催办。",
        "请立即办结，并说明超期的原因。" if after else "请抓紧办理，按期办结；确实不能按期办结的，请在期满以前申请延期。",
        "办理中",
        None if after else datetime(2026, 10, 8, 9, 14, tzinfo=STATION_ZONE),
    )


def extension_notice(told: str = "") -> d.ExtensionPaper:
    return d.ExtensionPaper(
        head("YQ20260921-004", "BJ20260921-004", "SD1:C:BJ20260921-004"),
        RARE,
        "就业困难人员认定",
        date(2026, 9, 21),
        "户籍地的复函还没有寄到，已电话催过两次",
        5,
        date(2026, 10, 9),
        date(2026, 10, 15),
        "赵海",
        date(2026, 9, 29),
        "王敏",
        "0457-0000002",
        "0457-0000009",
        told,
    )


def case_sheet(count: int = 3) -> d.CaseSheetPaper:
    notes = ("逾期", "补录", "原期限 2026-10-09，按新的放假安排重算")
    states = ("办理中", "已收件", "已办结")
    days = ("2026-09-21", "2026-09-21", "2026-10-10")
    lines = tuple(
        CaseSheetLine(f"BJ20260921-{n:03d}", "就业困难人员认定", "𬭎女士", "王敏", *days, states[n % 3], notes[n % 3])
        for n in range(1, count + 1)
    )
    summary = "收件 3 件，受理 2 件，办结 1 件（按期 1 件），逾期未结 1 件，补录 1 件，重算期限 1 件。"
    return d.CaseSheetPaper(head("BJB20260921-20260927"), "办件周报", "2026年9月21日至2026年9月27日", lines, summary)


def inquiry_register(count: int = 3) -> d.InquiryRegisterPaper:
    people = ("王敏", "李岩", "0457-0000002")
    lines = tuple(
        c.RegisterLine(
            f"ZX20260929-{number:03d}",
            "2026-09-29 09:12 电话" if number % 2 else "2026-09-29 10:05 窗口",
            RARE,
            "漠河市西林吉镇振兴街 18 号楼 2 单元 301 室",
            "142****0012",
            "咨询灵活就业社会保险补贴怎么申请，并递交认定材料",
            "居民身份证×1、就业创业证×1",
            *people,
            "告知去处：工伤待遇不在本站办；区社保中心 3 号窗口" if number % 2 else "转交承办人：已说明条件；转为办件 BJ20260929-004",
        )
        for number in range(1, count + 1)
    )
    summary = "共 3 件：当场答复 0 件，告知去处 2 件，转交承办人 1 件；电话 2 件，转为办件 1 件。"
    return c.InquiryRegisterPaper(head("SWDJ20260929-20260930"), "2026年9月29日 至 2026年9月30日", lines, summary)


def material_receipt() -> c.MaterialReceiptPaper:
    return c.MaterialReceiptPaper(
        head("SJ20260929-003", "SJ20260929-003", "SD1:J:SJ20260929-003"),
        RARE,
        "就业困难人员认定",
        date(2026, 9, 29),
        "王敏",
        MATERIALS,
        "14200000012",
        "0457-0000001",
        "李岩",
        "0457-0000002",
        "0457-0000009",
    )


PROXY_PAPERS = tuple(kind for kind in d.Document if kind.value.startswith("proxy-"))


PROXY_BLANK = {
    d.Document.PROXY_ACCEPTANCE: ("powers", "reason", "limit", "outcome", "told"),
    d.Document.PROXY_AUTHORISATION: ("outcome", "told"),
    d.Document.PROXY_SUSPENSION: ("powers", "reason", "limit", "span", "outcome", "told"),
    d.Document.PROXY_RENEWAL: ("outcome", "told"),
    d.Document.PROXY_COMPLETION: ("powers", "reason", "limit", "span"),
}
PROXY_NONE = {
    d.Document.PROXY_ACCEPTANCE: ("steps",),
    d.Document.PROXY_AUTHORISATION: ("steps", "materials"),
    d.Document.PROXY_SUSPENSION: ("materials", "items"),
    d.Document.PROXY_RENEWAL: ("steps", "materials"),
    d.Document.PROXY_COMPLETION: ("materials",),
}


def proxy(kind: d.Document) -> c.ProxyPaper:
    """A paper of proxy handling with what its kind shows; the rest is left blank, so that what is cut off is found."""
    again = kind is d.Document.PROXY_RENEWAL
    stopped = kind in (d.Document.PROXY_RENEWAL, d.Document.PROXY_SUSPENSION)
    steps = (
        c.ProxyStep(date(2026, 9, 22), "到街道递交材料，窗口已收（电话告知）", "李岩"),
        c.ProxyStep(date(2026, 9, 24), "补交户口本复印件（短信告知）", "李岩"),
    )
    whole = c.ProxyPaper(
        head("DL20260924-002" if again else "DL20260921-001", "BJ20260921-004", "SD1:C:BJ20260921-004"),
        kind,
        "就业困难人员认定",
        ("递交就业困难人员认定申请和材料", "领取《就业创业证》", "查询认定结果"),
        RARE,
        "居民身份证",
        "11010119900307787X",
        "14200000012",
        "漠河市西林吉镇振兴街 18 号楼 2 单元 301 室",
        "李岩",
        "就业专员",
        "0457-0000002",
        STATION,
        "代为递交材料、签收文书、查询进度、领取结果",
        "腿脚不便，不能亲自到窗口",
        "自2026年9月21日起，至上列事项办结为止",
        "帮办代办不收取任何费用；事项本身依法收取的费用由委托人承担。",
        "以上事项逐条授权，未列明的事项不得代为办理；受托人无转委托权。",
        "0457-0000009",
        date(2026, 9, 21),
        date(2026, 10, 9),
        MATERIALS,
        "DL20260921-001" if again else "",
        date(2026, 9, 23) if stopped else None,
        "委托人住院，材料暂时补不齐" if stopped else "",
        steps,
        date(2026, 10, 8),
        "已认定为就业困难人员，证件已代领",
        "2026年10月8日 当面",
    )
    return replace(whole, **dict.fromkeys(PROXY_BLANK[kind], ""), **dict.fromkeys(PROXY_NONE.get(kind, ()), ()))


def desk_list() -> d.Paper:
    """The list of a desk of three kinds."""
    columns, shares = ("编号", "内容", "期限"), (28, 56, 16)
    cases = (("BJ20260921-004", f"就业困难人员认定・{RARE}", "2026-10-09"), ("BJ20260928-001", "失业登记・韩梅", "2026-09-29"))
    tables = (
        OfficeTable("办件（2）", columns, shares, cases, numbered=True),
        OfficeTable("网格（1）", columns, shares, (("G01", "一网格", ""),), numbered=True),
    )
    facts = (
        ("移交人", "王敏"),
        ("接收人", "李岩"),
        ("移交时间", "2026-09-29 09:00"),
        ("状态", "已接收"),
        ("原因", "调离"),
        ("合计", "3 件"),
    )
    signers = (("移交人（签字）", "王敏"), ("接收人（签字）", "李岩"), ("负责人（签字）", ""))
    sheet = OfficeSheet("工作交接清单", facts=facts, tables=tables, signers=signers, closing="双方各执一份，一份存档。")
    return OfficePaper(head("ZJ20260929-001"), (sheet,))


def wall() -> d.Paper:
    """Two systems, a page each."""
    first = OfficeSheet(
        "首问负责制", "第 1 版　2026年3月2日起施行", paragraphs=("一、最先接待的工作人员是首问责任人。", "二、当场办理。"), wall=True
    )
    second = OfficeSheet(
        "限时办结制", "第 2 版　2026年9月1日起施行", opening="按工作日计算。", paragraphs=("一、当日办结。",), closing="县人社局", wall=True
    )
    return OfficePaper(head(), (first, second))
