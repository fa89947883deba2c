"""Sentences of the first run."""

from __future__ import annotations

ERRORS = {
    "wizard.password_again": "两遍输的口令不一样，请再输一遍。",
    "wizard.password_gone": "口令不写进磁盘，重新打开以后要再输一次。请回到第 2 步输入管理员口令，其他内容都在。",
    "wizard.recovery_group": "恢复码第 {group} 组不对，请照抄下来的那张再看一遍。",
    "wizard.promise": "承诺不能比法定长。请填 {most} 或更少。已填的其他内容都在。",
    "wizard.number": "请填 1 到 999 的整数。",
    "wizard.folder_relative": "请写完整的文件夹位置，从盘符或根目录写起。",
    "wizard.folder": "文件夹 {path} 写不进去。请换一个，或者先插好 U 盘。",
    "wizard.officer_line": "“{line}”看不懂。一行一位：姓名、登录名、岗位（站长、专员、管理员），中间用空格隔开。",
    "wizard.no_head": "至少要有一位站长：发布事项、批准延期、封存报表都由站长办。",
    "wizard.line": "“{line}”看不懂。一行一个：一个字母、空格、名称，例如 A 综合服务。",
    "wizard.line_twice": "字母 {letter} 用了两次，每个业务队列一个字母。",
    "wizard.no_line": "至少要有一个业务队列。",
    "wizard.no_counter": "至少要有一个窗口。",
    "wizard.no_printer": "这台电脑没有能用的打印机。请把恢复码照抄下来，核对两组后锁进柜子。",
    "wizard.not_made": "站点还没有建好，请先完成第 3 步。",
}
