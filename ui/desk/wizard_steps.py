"""The seven steps of the first run as data: what each asks, in which kind of field, with which words beside it."""

from __future__ import annotations

from dataclasses import dataclass

from app.texts import t
from ui.kit.fields import Option


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. ``kind`` is ``text number password list lines choice across``; ``across`` is a choice in one line."""

    code: str
    title: str
    kind: str = "text"
    unit: str = ""
    hint: str = ""
    default: str = ""
    options: tuple[Option, ...] = ()
    required: bool = True

    @property
    def is_wide(self) -> bool:
        """Whether it takes both columns."""
        return self.kind in ("lines", "choice", "across")


@dataclass(frozen=True, slots=True)
class WizardStep:
    """One step: its name, what to know before filling it, and its questions."""

    code: str
    title: str
    lead: str
    asks: tuple[Ask, ...]


_PROFILES = (
    Option("daxinganling", "大兴安岭（默认）"),
    Option("huangshan", "黄山"),
    Option("shandong", "山东"),
    Option("hubei", "湖北"),
    Option("jingde", "旌德"),
)
_USES = (
    Option("real", t("正式使用")),
    Option("practice", t("练习"), t("每页都写“练习”，不问口令，以后不能改成正式")),
)
_SUPPLEMENT = (
    Option("stop", t("停表：补正的日子不算，补齐后接着数"), t("03-02 受理，10 个工作日，03-05 告知，03-10 补齐 → 到期 2026-03-19")),
    Option("restart", t("重新起算：补齐次日从第 1 天数起"), t("同一个例子 → 到期 2026-03-24")),
)
_MONTH = (
    Option("calendar", t("自然月"), t("1 日至月末")),
    Option("from_21", t("上月 21 日至本月 20 日")),
    Option("county", t("由县里模板决定")),
)

STEPS: tuple[WizardStep, ...] = (
    WizardStep(
        "station",
        t("站点与名称"),
        t("名称会印在每一张单据上，照门牌写全。"),
        (
            Ask("name", t("站点名称"), hint=t("例：松涛社区家门口就业服务站")),
            Ask("code", t("站点代码"), hint=t("县里给的编号，字母和数字")),
            Ask("region", t("行政区划代码"), hint=t("6、9 或 12 位数字，例：232701")),
            Ask("county", t("所属县（市、区）")),
            Ask("address", t("地址")),
            Ask("phone", t("对外电话"), required=False),
            Ask(
                "profile", t("办事规则按哪里的"), "list", options=_PROFILES, default="daxinganling", hint=t("先选最近的，第 4 步可以逐项改")
            ),
            Ask("use", t("用来做什么"), "across", options=_USES, default="real"),
        ),
    ),
    WizardStep(
        "admin",
        t("管理员与口令"),
        t("管理员管这台电脑和账号，看不到服务对象。没有默认口令。"),
        (
            Ask("admin_name", t("姓名")),
            Ask("login", t("登录名"), hint=t("字母或拼音，例：wangmin")),
            Ask("password", t("口令"), "password", hint=t("至少 8 位，几个词连起来最好记")),
            Ask("password_again", t("再输一遍"), "password"),
        ),
    ),
    WizardStep(
        "keys",
        t("密钥与备份位置"),
        t("数据是加密存的。恢复码只显示这一次，请照抄或打印，锁进柜子。"),
        (
            Ask("backup_folder", t("备份放在哪里"), hint=t("最好是另一块盘或 U 盘上的文件夹；空着就放在数据旁边"), required=False),
            Ask("phrase", t("口令（没有密钥环的电脑才要）"), "password", hint=t("不知道就空着，需要时会告诉您"), required=False),
            Ask("recovery_first", t("恢复码核对"), hint=t("照抄下或打印的那张填")),
            Ask("recovery_second", t("恢复码再核对一组"), hint=t("照抄下或打印的那张填")),
        ),
    ),
    WizardStep(
        "rules",
        t("办事规则"),
        t("按县里的规定填。不清楚的先用默认，以后在“设置”里改，改动留痕。"),
        (
            Ask("statutory_days", t("法定时限（就业困难人员认定）"), "number", t("个工作日"), default="20"),
            Ask("promised_days", t("承诺时限"), "number", t("个工作日"), default="10"),
            Ask("rectify_days", t("差评整改期限"), "number", t("个工作日"), t("没有全国统一数字，默认 5 个工作日"), "5"),
            Ask("miss_places", t("过号后排在几人后面"), "number", t("人"), default="3"),
            Ask("supplement", t("材料补正期间，时限怎么算"), "choice", options=_SUPPLEMENT, default="stop"),
            Ask("month", t("报表的“一个月”"), "across", options=_MONTH, default="calendar"),
        ),
    ),
    WizardStep(
        "counters",
        t("窗口与业务"),
        t("有几个窗口、叫哪些号。一行一个，以后随时能加。"),
        (
            Ask("counters", t("窗口"), "lines", hint=t("一行一个，例：1 号窗口"), default="1 号窗口\n2 号窗口"),
            Ask("lines", t("业务队列"), "lines", hint=t("一行一个：字母、空格、名称"), default="A 综合服务\nB 登记认定\nC 求职招聘"),
        ),
    ),
    WizardStep(
        "officers",
        t("人员与岗位"),
        t("谁在这里上班。口令由本人第一次登录时自己设。"),
        (Ask("officers", t("人员"), "lines", hint=t("一行一位：姓名、登录名、岗位（站长、专员、管理员），用空格隔开"), required=False),),
    ),
    WizardStep(
        "printers",
        t("打印机与大屏"),
        t("现在没有接好也没关系，号票和单据先存成 PDF，不会丢。"),
        (
            Ask("ticket_printer", t("号票打印机"), hint=t("没有就空着；小票机写 network:192.168.1.50，其他写打印机名称"), required=False),
            Ask("paper_printer", t("单据打印机"), hint=t("没有就空着"), required=False),
            Ask(
                "screen",
                t("大屏"),
                "list",
                options=(Option("none", t("没有大屏")), Option("second", t("接在这台电脑的第二块屏"))),
                default="none",
            ),
        ),
    ),
)
CODES = tuple(step.code for step in STEPS)
