"""Sentences of the public faces: the screen in the hall and the kiosk."""

from __future__ import annotations

ERRORS = {
    "face.embedded": "本站用的是本机数据库。大屏和自助机装在这台电脑上直接打开就行；要放到另一台机器上，先把站点改为 PostgreSQL。",
    "face.no_right": "数据库账号没有建立新账号的权限，没有开通。请让数据库管理员给它 CREATEROLE 权限后再试。",
}
