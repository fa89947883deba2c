"""What argparse says, in the language of the users. It has no table of its own words, so they are known by their shape."""

from __future__ import annotations

import re

from app.texts import t

_SAID: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(shape, re.DOTALL), words)
    for shape, words in (
        (r"unrecognized arguments: (.+)", "不认识 {0}"),
        (r"the following arguments are required: (.+)", "缺少 {0}"),
        (r"one of the arguments (.+) is required", "{0} 要写其中一个"),
        (r"argument (.+?): not allowed with argument (.+)", "{0} 和 {1} 不能同时写"),
        (r"argument (.+?): expected (?:one|at least one) argument", "{0} 后面要写一个值"),
        (r"argument (.+?): invalid choice: '(.*)' \(choose from (.+)\)", "{0} 不能写“{1}”，可以写 {2}"),
        (r"argument (.+?): invalid \w+ value: '(.*)'", "{0} 要写整数，“{1}”不是"),
        (r"argument (.+?): ignored explicit argument '(.*)'", "{0} 后面不写值，“{1}”是多余的"),
        (r"argument (.+?): (.+)", "{0}：{1}"),
    )
)
HEADS = {"usage: ": t("用法："), "positional arguments:": t("参数："), "options:": t("选项：")}
HELP = t("显示这段说明")


def told(message: str) -> str:
    """A complaint of argparse as a user reads it; one of an unknown shape stays as it is."""
    for shape, words in _SAID:
        found = shape.fullmatch(message)
        if found:
            return t(words).format(*(part.replace("'", "") for part in found.groups()))
    return message
