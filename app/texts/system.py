"""What the operating system says of a file, in the language of the users."""

from __future__ import annotations

import errno

from app.texts import t

_SAID = {
    errno.ENOSPC: t("磁盘已满"),
    errno.EDQUOT: t("磁盘配额已用完"),
    errno.EACCES: t("没有权限"),
    errno.EPERM: t("没有权限"),
    errno.EROFS: t("磁盘只能读，不能写"),
    errno.ENOENT: t("文件夹不在"),
    errno.ENOTDIR: t("路径里有一段不是文件夹"),
    errno.EISDIR: t("这是一个文件夹"),
    errno.ENAMETOOLONG: t("文件名太长"),
    errno.EIO: t("磁盘读写出错"),
}


def why(error: OSError) -> str:
    """The reason in the users' words; what has none here stays as the system says it."""
    return _SAID.get(error.errno or 0) or error.strerror or type(error).__name__
