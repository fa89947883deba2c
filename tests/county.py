"""What a county sends its stations, for the tests that take it."""

ITEMS = """
[catalogue]
title = "县级事项清单"
edition = "2026-1"
publisher = "county"
locked = ["promised_days"]
[[item]]
code = "SYDJ"
name = "失业登记"
kind = "promised"
audience = "失业人员"
content = "办理失业登记"
conditions = "法定劳动年龄"
how_to_apply = "窗口"
how_to_ask = "窗口"
complaints = "站长"
statutory_days = 10
promised_days = 3
materials = [{ code = "M1", name = "身份证" }]
"""
"""A list of one service item whose promised days are the county's to say."""
