"""Sentences about files that are fetched over the network."""

ERRORS = {
    "fetch.refused": "{address} 没有给出文件（{status}），没有导入。请核对地址，或改用本机文件。",
    "fetch.unreachable": "连不上 {address}，没有导入。请检查网络，或改用本机文件。",
    "fetch.too_large": "{address} 的文件超过 {most} MB，没有导入。请核对是不是事项清单。",
}
