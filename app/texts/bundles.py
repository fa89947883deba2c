"""Sentences of bundles (一件事)."""

from __future__ import annotations

ERRORS = {
    "bundle.order": "一件事 {bundle} 的定义不对：{item}重复，或者排在要先办结的事项前面。",
    "bundle.unknown": "没有一件事“{code}”。可以办：{known}。",
    "bundle.number_unknown": "没有一件事 {number}。编号例如 YJS20261009-001。",
    "bundle.waits": "同一件事里的“{item}”还没有办结，这个办件要在它以后办结。",
}
