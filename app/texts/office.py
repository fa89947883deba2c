"""Words of the papers of the office, and the refusals of the texts on the wall."""

from __future__ import annotations

ERRORS = {
    "norm.title": "请写制度的名称，没有保存。",
    "norm.text": "制度的正文是空的，没有保存。请写上正文。",
    "norm.file_missing": "找不到文件 {path}。请核对路径和文件名。",
    "norm.file_unreadable": "文件 {path} 读不出来，没有保存。请存成 UTF-8 的文本文件。",
    "norm.unknown": "没有叫“{code}”的制度。可以写 first-inquiry、one-time-notice、proxy、time-limits、accountability、service-norm。",
}

ACTIONS = {
    "norm.read": "查看制度和服务规范",
    "norm.publish": "发布制度和服务规范",
}

WORDS = {
    "NormCode.first-inquiry": "首问负责制",
    "NormCode.one-time-notice": "一次性告知制",
    "NormCode.proxy": "帮办代办制",
    "NormCode.time-limits": "限时办结制",
    "NormCode.accountability": "责任追究制",
    "NormCode.service-norm": "服务规范",
}

PIECES = "{count} 件"
KIND_COUNT = "{kind}（{count}）"
DESK_CLOSING = (
    "接收以后，以上工作由接收人负责；办件的时限照常计算，移交以前的天数算移交人的。"
    "责任追究不随交接转移，由单上所列责任人说明。双方各执一份，一份存档。"
)
EDITION = "第 {number} 版　{day} 起施行"
GUIDE_EDITION = "第 {number} 版　{source}"
POST_AND_NAME = "{post} {officer}"
SUPERVISION = "监督电话 {phone}"
NOT_PUBLISHED = "县级尚未公布"
PROMISED = "承诺 {days} 个工作日"
STATUTORY = "（法定 {days} 个工作日）"
