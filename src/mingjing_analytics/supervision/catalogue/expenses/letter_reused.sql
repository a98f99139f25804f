/*---
id = "expense.letter_reused"
version = 1
area = "expenses"
title = { zh = "一份公函用了多次", en = "One letter used for several receptions" }
question = { zh = "同一份公函对应了不止一次接待，前后隔了 {days} 天以上，是什么原因？", en = "Why does one official letter stand for several receptions, more than {days} days apart?" }
basis = [{ fact = "RECV-7" }, { fact = "ECO-22" }]
key = ["unit_name", "letter_no"]
innocent = [
  { zh = "公函写明分几批来，逐批接待", en = "the letter announced several visits" },
  { zh = "公函的文号录错，与另一份相同", en = "the number was entered wrongly and equals another" },
  { zh = "来访单位驻点较长，中间几次工作餐", en = "the visitors stayed long and ate several working meals" },
]
unjudged = [
  { table = "receptions", where = "t.letter_no is null or t.day is null", zh = "没有公函编号或接待日期", en = "no letter number or no day" },
]

[tables]
receptions = ["reception_id", "unit_name", "day", "letter_no", "amount"]

[params.days]
type = "integer"
default = 7
min = 0
max = 90
label = { zh = "一次公务活动最长几天", en = "days that one visit may last" }

[facts]
receptions = { type = "bigint", zh = "接待次数", en = "receptions" }
first_day = { type = "date", zh = "最早一次", en = "first" }
last_day = { type = "date", zh = "最晚一次", en = "last" }
total = { type = "decimal(18,2)", zh = "接待费用合计（元）", en = "cost (CNY)" }

[evidence]
receptions = { by = { unit_name = "unit_name", letter_no = "letter_no" } }

[[case]]
name = "同一公函两次接待隔八天，报"
given.receptions = [["1", "水务局", "2026-03-02", "来函〔2026〕5号", "600.00"], ["2", "水务局", "2026-03-10", "来函〔2026〕5号", "450.00"], ["2", "水务局", "2026-03-10", "来函〔2026〕5号", "50.00"]]
flags = [{ unit_name = "水务局", letter_no = "来函〔2026〕5号", receptions = 2, first_day = "2026-03-02", last_day = "2026-03-10", total = "1100.00" }]

[[case]]
name = "恰好隔七天，不报；别的单位用同一公函陪同调研，不报"
given.receptions = [["1", "水务局", "2026-03-02", "来函〔2026〕5号", "600.00"], ["2", "水务局", "2026-03-09", "来函〔2026〕5号", "500.00"], ["3", "林业局", "2026-03-20", "来函〔2026〕5号", "300.00"]]
flags = []

[[case]]
name = "一次接待分几天登记，编号相同，不报"
given.receptions = [["1", "水务局", "2026-03-02", "来函〔2026〕5号", "600.00"], ["1", "水务局", "2026-03-12", "来函〔2026〕5号", "500.00"]]
flags = []
---*/
select r.unit_name, r.letter_no, count(distinct r.reception_id) as receptions, min(r.day) as first_day, max(r.day) as last_day, sum(r.amount) as total
from receptions r
group by r.unit_name, r.letter_no
having count(distinct r.reception_id) > 1 and days_between(min(r.day), max(r.day)) > :days
