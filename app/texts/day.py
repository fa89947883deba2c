"""Words of the practice day: its steps, and the persons, employers and offers that exist nowhere."""

from __future__ import annotations

ERRORS = {
    "day.real_station": "“练习日”只在练习站点里运行，正式站点里没有写入任何内容。请用 init --practice 另建一个练习站点。",
    "day.no_item": "事项清单里没有已经发布、有承诺时限并且要收材料的事项，练习日走不下去。请先发布这样的事项。",
    "day.deadline": "期限与日历数出来的不一样：办件 {shown}，日历 {counted}。",
    "day.points": "五清只清了 {clear} 项。",
    "day.lists": "“三张”清单缺了 {missing}。",
    "day.not_called": "号票 {ticket} 没有轮到，叫号停在没有人等候。",
    "day.lineage": "单元格 {cell} 的数是 {value}，背后的记录是 {records} 条。",
    "day.no_figure": "报表 {periods} 没有一个不为零的数，溯源核对不了。",
    "day.workbook": "导出的报表文件核对不上，共 {problems} 处。",
    "day.chain": "审计链在第 {seq} 条断开。",
    "day.stopped": "前面的步骤没有完成，这一步没有做。",
}

STEPS = {
    "open": "开窗",
    "take": "取号",
    "call": "叫号",
    "serve": "开始接待",
    "ask": "首问登记（一次问清、一次答清）",
    "person": "登记服务对象",
    "case": "首问转为办件",
    "notice": "一次性告知",
    "material": "收齐材料",
    "accept": "受理并算出办理期限",
    "file": "建立就业援助档案",
    "points": "五清",
    "lists": "制作“三张”服务清单",
    "hand_over": "送达“三张”服务清单",
    "refer": "推荐岗位",
    "visit": "走访",
    "close": "办结",
    "finish": "结束接待",
    "rate": "评价",
    "shut": "关窗",
    "duties": "执行定时事务",
    "print": "打印",
    "workbook": "导出季报",
    "lineage": "报表溯源",
    "chain": "核对审计链",
}

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = ("练一", "练二", "练三", "练四", "练五", "练六", "练七", "练八", "练九", "练十")
TOPIC = "失业了想登记，也想问有什么补贴、能不能介绍工作"
ANSWER = "已一次讲清登记的条件、材料和时限，以及可以享受的政策；当场转为办件"
RESIDENCE = "练习街 {number} 号"
FINDING = "见到本人，愿意就近上班；已告知岗位和补贴政策"
OUTCOME = "已办理，结果已当面告知"
PRAISE = "问一次就办好了"
EMPLOYER = "练习家政服务部"
JOB = "社区保洁员"
REQUIREMENT = "无特殊要求"
POLICY = "灵活就业社会保险补贴（练习）"
POLICY_SAYS = "按实际缴费的一部分给予补贴"
POLICY_WHERE = "到本站服务窗口申请"
COURSE = "家政服务员（初级，练习）"
PROVIDER = "练习职业培训学校"
PLACE = "本社区"
WISH = "保洁"
NEED = "社会保险补贴"
