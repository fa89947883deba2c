"""Sentences of bundles (一件事)."""

from __future__ import annotations

ERRORS = {
    "bundle.order": "一件事 {bundle} 的定义不对：{item}重复，或者排在要先办结的事项前面。",
    "bundle.code": "一件事的编码“{text}”不对：用 2 到 10 位大写字母和数字，字母开头。",
    "bundle.name": "一件事要有名称，最多 {most} 个字，没有保存。",
    "bundle.two": "一件事至少要有两个事项，没有保存。",
    "bundle.same": "一件事 {code} 已经是这样，没有改动。",
    "bundle.part": "“{text}”读不出事项。每行写一个事项的编码，要排在哪些事项后面写在冒号后面。",
    "bundle.unknown": "没有一件事“{code}”。可以办：{known}。",
    "bundle.number_unknown": "没有一件事 {number}。编号例如 YJS20261009-001。请核对编号。",
    "bundle.waits": "同一件事里的“{item}”还没有办结，这个办件要在它以后办结。",
}
