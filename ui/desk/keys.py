"""The one table of keys. The shell binds it once; nothing else in ``ui`` makes a window-wide shortcut."""

from __future__ import annotations

from dataclasses import dataclass

from app.texts import t


@dataclass(frozen=True, slots=True)
class Binding:
    """A key and the act it asks for; ``words`` name the act in help and in "cannot now" sentences."""

    keys: tuple[str, ...]
    act: str
    words: str
    group: str


def _places() -> tuple[Binding, ...]:
    from ui.desk.places import PLACES

    return tuple(Binding((f"Alt+{place.key}",), f"place.{place.code}", place.word, t("到处")) for place in PLACES)


_EVERYWHERE, _COUNTER, _PAGE = t("到处"), t("窗口"), t("页面")

BINDINGS: tuple[Binding, ...] = (
    *_places(),
    Binding(("Ctrl+K",), "search", t("搜索"), _EVERYWHERE),
    Binding(("Ctrl+J",), "register", t("首问登记簿"), _EVERYWHERE),
    Binding(("Ctrl+E",), "voices", t("评价和投诉"), _EVERYWHERE),
    Binding(("Ctrl+T", "Ctrl+Shift+N"), "phone", t("登记电话咨询"), _EVERYWHERE),
    Binding(("F1",), "help", t("本页帮助"), _EVERYWHERE),
    Binding(("F2",), "queue.call", t("呼叫下一位"), _COUNTER),
    Binding(("F3",), "queue.recall", t("重呼"), _COUNTER),
    Binding(("F4",), "queue.finish", t("办结并评价"), _COUNTER),
    Binding(("F5",), "queue.miss", t("过号"), _COUNTER),
    Binding(("Shift+F5",), "queue.restore", t("恢复过号"), _COUNTER),
    Binding(("F6",), "queue.transfer", t("转号"), _COUNTER),
    Binding(("Shift+F6",), "queue.hold", t("暂存"), _COUNTER),
    Binding(("Shift+F2",), "queue.resume", t("继续办理暂存的"), _COUNTER),
    Binding(("F9",), "queue.undo", t("撤回上一步"), _COUNTER),
    Binding(("F8",), "counter.pause", t("离开窗口"), _COUNTER),
    Binding(("F7",), "check", t("重新核对"), _PAGE),
    Binding(("Ctrl+N",), "new", t("新建"), _PAGE),
    Binding(("Ctrl+S",), "save", t("保存"), _PAGE),
    Binding(("Ctrl+P",), "print", t("打印本页的单据"), _PAGE),
    Binding(("Ctrl+Shift+P",), "print_week", t("打印本周的表"), _PAGE),
    Binding(("Ctrl+Alt+P",), "print_month", t("打印本月的表"), _PAGE),
    Binding(("Ctrl+Return", "Ctrl+Enter"), "primary", t("本页主要操作"), _PAGE),
    Binding(("Ctrl+Tab",), "next_tab", t("下一个页签"), _PAGE),
    Binding(("Ctrl+L",), "lock", t("锁定"), _EVERYWHERE),
    Binding(("Ctrl+0",), "panel", t("收起或展开当前服务对象"), _EVERYWHERE),
    Binding(("Esc", "Alt+Left"), "back", t("返回"), _EVERYWHERE),
    Binding(("Ctrl++", "Ctrl+="), "larger", t("字大一号"), _EVERYWHERE),
    Binding(("Ctrl+-",), "smaller", t("字小一号"), _EVERYWHERE),
)

COUNTER_ACTS = frozenset(binding.act for binding in BINDINGS if binding.group == _COUNTER)


def key_of(act: str) -> str:
    """The first key of an act, as it stands on its button; empty when it has none."""
    return next((binding.keys[0].replace("Return", "Enter") for binding in BINDINGS if binding.act == act), "")


def words_of(act: str) -> str:
    """What an act is called."""
    return next((binding.words for binding in BINDINGS if binding.act == act), act)
