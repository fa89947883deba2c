"""Sentences of backups and attachments."""

ERRORS: dict[str, str] = {
    "attachment.changed": "附件“{title}”的内容与存入时不一致，没有打开。请用备份里的附件恢复；记录和原来的校验值都还在。",
    "attachment.empty": "文件是空的，没有存入。请重新选择文件。",
    "attachment.missing": "附件“{title}”的文件不见了。请从备份恢复；记录和原来的校验值都还在。",
    "attachment.not_writable": "附件文件夹写不进去：{path}。附件没有存入，请检查磁盘和权限。",
    "attachment.not_what_it_says": "文件内容和它的类型（{kind}）对不上，没有存入。请重新扫描或另存，不要只改文件名。",
    "attachment.program": "这是一个程序，不是扫描件、照片或文档，没有存入。请改选扫描件、照片或文档。",
    "attachment.reason": "请写明移除附件的原因。",
    "attachment.title": "请写明附件的名称。",
    "attachment.too_large": "附件不能超过 {most} MB，没有存入。请压缩或分开后再存。",
    "attachment.unknown": "没有编号为 {id} 的附件，或已被移除。请重新打开记录看看。",
    "backup.chain": "备份 {file} 里的审计记录从第 {at} 条起对不上，不能用来恢复。请换一份备份，并立即重新备份。",
    "backup.damaged": "备份 {file} 已损坏（{what}），不能用来恢复。请换一份备份；站点现有数据没有改动。",
    "backup.disk_full": "{path} 的磁盘已满，没有留下不完整的文件，站点数据没有改动。请腾出空间后再试。",
    "backup.needs_no_url": "备份 {file} 来自本机数据库，只能恢复到文件夹。请去掉 --db 再试，没有写入任何内容。",
    "backup.needs_url": "备份 {file} 来自 PostgreSQL。请用 --db 给出一个空数据库的地址，没有写入任何内容。",
    "backup.newer": "备份 {file} 由更新版本的程序制作。请先升级本机程序，没有写入任何内容。",
    "backup.not_empty": "文件夹 {path} 里已有别的文件，没有写入。请指定一个空文件夹。",
    "backup.not_found": "找不到备份文件 {file}。请核对路径和文件名。",
    "backup.not_writable": "{path} 写不进去，没有留下不完整的文件，站点数据没有改动。请换一个文件夹或开放权限。",
}
