"""Sentences of the voice. A machine that cannot speak says so once and goes on."""

from __future__ import annotations

ERRORS = {
    "voice.wording": "叫号用语不认得。请用 {words} 这些词加上 {{ticket}} 和 {{counter}}，例如 {example}。",
    "voice.no_pieces": "语音文件 {name} 不在。请运行安装脚本（make setup）。",
}

SILENT = {
    "no_device": "这台电脑没有声音设备，叫号只显示不播音。",
    "no_pieces": "语音文件不在，叫号只显示不播音。请运行安装脚本（make setup）。",
    "stuck": "声音服务没有反应，叫号只显示不播音。请检查系统的声音设置。",
    "failed": "放音程序停了，叫号只显示不播音。请检查系统的声音设置。",
}
"""Why nothing is heard, by the word of the playing process."""

CHECKS = {
    "doctor.voice": "语音叫号可用（{pieces} 段）。",
    "doctor.voice.off": "语音叫号已关闭。",
    "doctor.voice.own": "语音叫号可用；数据文件夹 voice 里用不了的文件：{names}（要 16 位 WAV，名称照自带的），改用自带的。",
}
