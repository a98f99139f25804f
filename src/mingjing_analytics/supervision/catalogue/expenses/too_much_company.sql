/*---
id = "expense.too_much_company"
version = 1
area = "expenses"
title = { zh = "陪餐人数超过规定", en = "More accompanying persons than allowed" }
question = { zh = "接待 {small_party} 人以内陪餐不超过 {small} 人、超过的不超过三分之一；这次为什么多了？", en = "Up to {small_party} guests {small} may accompany, above that a third; why were there more?" }
basis = [{ fact = "RECV-10-small" }, { fact = "RECV-10-large" }]
key = ["reception_id"]
innocent = [
  { zh = "陪餐人数里算进了司机和工作人员", en = "drivers and staff were counted as company" },
  { zh = "两批客人合写一张单", en = "two parties stand on one list" },
  { zh = "人数写反了", en = "guests and company were swapped" },
]
unjudged = [
  { table = "receptions", where = "t.guests is null or t.company is null", zh = "没有人数", en = "no number of persons" },
]

[tables]
receptions = ["reception_id", "unit_name", "day", "guests", "company"]

[params.small]
type = "integer"
default = 3
min = 0
max = 20
label = { zh = "十人以内陪餐人数", en = "company of a small party" }
law = "RECV-10-small"

[params.small_party]
type = "integer"
default = 10
min = 1
max = 50
label = { zh = "多少人以内", en = "guests of a small party" }

[facts]
unit_name = { type = "varchar", zh = "接待单位", en = "host" }
day = { type = "date", zh = "接待日期", en = "day" }
guests = { type = "bigint", zh = "接待对象人数", en = "guests" }
company = { type = "bigint", zh = "陪餐人数", en = "accompanying" }

[evidence]
receptions = { by = { reception_id = "reception_id" } }

[[case]]
name = "十个客人四个陪，报"
given.receptions = [["1", "教育局", "2026-03-01", 10, 4]]
flags = [{ reception_id = "1", guests = 10, company = 4 }]

[[case]]
name = "十个客人三个陪，不报"
given.receptions = [["1", "教育局", "2026-03-01", 10, 3]]
flags = []

[[case]]
name = "十一个客人四个陪，报：三分之一是三个"
given.receptions = [["1", "教育局", "2026-03-01", 11, 4]]
flags = [{ reception_id = "1" }]

[[case]]
name = "本县放宽到五个，十个客人四个陪，不报"
params = { small = 5 }
given.receptions = [["1", "教育局", "2026-03-01", 10, 4]]
flags = []

[[case]]
name = "本县收紧到两个，十一个客人按三分之一，三个陪，不报"
params = { small = 2 }
given.receptions = [["1", "教育局", "2026-03-01", 11, 3]]
flags = []

[[case]]
name = "十二个客人四个陪，不报"
given.receptions = [["1", "教育局", "2026-03-01", 12, 4]]
flags = []

[[case]]
name = "六个客人三个陪，不报"
given.receptions = [["1", "教育局", "2026-03-01", 6, 3], ["2", "教育局", "2026-03-01", 0, 3]]
flags = []
---*/
select r.reception_id, r.unit_name, r.day, r.guests, r.company
from receptions r
where (r.guests <= :small_party and r.company > :small) or (r.guests > :small_party and r.company * 3 > r.guests)
