"""Sentences of the practice data."""

ERRORS = {
    "demo.has_records": "这个站点里已经有记录，没有写入练习数据。请新建一个练习站点再试。",
    "demo.real_station": "练习数据只能写进练习站点，正式站点没有改动。",
    "demo.scale": "练习数据最多 {people} 人、{months} 个月，至少 1 人、1 个月。",
}
