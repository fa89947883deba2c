"""What is said about the ticket slip and its printer. A slip that does not come out never harms the ticket, and each sentence says so."""

from __future__ import annotations

ERRORS = {
    "printer.width": "号票纸宽 {width} 毫米不认得。请写 {widths} 中的一个（ticket_width）。",
    "printer.network": "号票打印机“{text}”不是网络地址。请写 network: 加打印机的 IP 地址，例如 network:192.168.1.50。",
    "printer.port": "号票打印机的端口“{text}”不对。请写 1 到 65535 的数，或不写（默认 9100）。",
    "printer.usb": "号票打印机“{text}”不是 USB 编号。请写 usb: 加厂商号和产品号各四位，例如 usb:0416:5011（lsusb 可以查到）。",
    "printer.serial": "号票打印机没有写串口。请写 serial: 加串口名，例如 serial:/dev/ttyUSB0 或 serial:COM3:9600。",
    "printer.speed": "号票打印机的串口速率“{text}”不认得。请写 {speeds} 中的一个。",
    "printer.name": "号票打印机没有写名称。请写 printer: 加系统里打印机的名称。",
    "printer.none": "没有设置号票打印机。号票有效，请记下号码。",
    "printer.unreachable": "号票打印机没有应答（{address}），没有打印。号票有效，请记下号码；接好打印机后可以再打一次。",
    "printer.no_driver": "缺少 USB 驱动库（libusb），没有打印。号票有效，请记下号码；请系统管理员安装 libusb-1.0-0。",
    "printer.no_paper": "号票打印机缺纸，没有打印。号票有效，请记下号码；装好纸后可以再打一次。",
    "printer.not_ready": "号票打印机盖子没有合上或出错，没有打印。号票有效，请记下号码；处理好后可以再打一次。",
    "printer.broke_off": "号票打到一半，打印机断开了。号票有效，请记下号码；打印机好了以后可以再打一次。",
    "printer.stuck": "号票打印机没有打完，可能缺纸或卡住。号票有效，请记下号码；处理好后可以再打一次。",
    "printer.no_service": "这台电脑没有打印服务，没有打印。号票有效，请记下号码；请系统管理员安装打印服务（CUPS）。",
    "printer.refused": "打印机“{address}”没有接收，没有打印。号票有效，请记下号码；请检查打印机后再打一次。",
    "slip.busy": "{paper} {ticket} 正在打印，请稍候。",
    "slip.printed": "{paper} {ticket} 已经打印过。需要再打请用补打。",
}

PRINTED = "{paper} {ticket} 已打印。"
PRINTED_AGAIN = "{paper} {ticket} 已补打。"
VALID = ("号票有效", "预约有效")
"""What every sentence of the printer says of a ticket, and what the same one says where the slip is an appointment's."""
PAPER_LOW = "打印纸快用完了，请准备换纸。"
NOT_LISTED = "打印记录没有写入：{reason}"
AGAIN = "补打"
AGAIN_AT = "补打时间 {moment}"

CHECKS = {
    "doctor.ticket_printer": "号票打印机应答正常（{address}）。",
    "doctor.ticket_printer.low": "号票打印机应答正常（{address}），纸快用完了。",
    "doctor.ticket_printer.silent": "号票打印机接得上（{address}），但不报告纸的状态；缺纸时程序看不到。",
    "doctor.ticket_printer.system": "号票由系统打印机“{address}”打印。",
    "doctor.ticket_printer.unknown": "系统里没有号票打印机“{address}”。请在系统里添加，或改正设置。",
    "doctor.ticket_printer.none": "没有设置号票打印机，号码显示在屏幕上。",
}
