/*---
id = "reception.companions"
version = 1
area = "expenses"
title = { zh = "陪餐人数超过标准", en = "More accompanying persons than allowed" }
question = { zh = "接待对象 {small_party} 人以内陪餐不超过 {few} 人，超过的不超过三分之一；这次陪餐多了，是什么原因？", en = "Up to {small_party} guests may be accompanied by {few} persons, more guests by a third of their number; why were there more this time?" }
basis = [{ fact = "RECV-10-small" }, { fact = "RECV-10-large" }]
key = ["reception_id"]
innocent = [
  { zh = "司机、工作人员另桌用餐，也登记成了陪餐", en = "drivers and staff ate apart and were booked as accompanying" },
  { zh = "接待对象少登记了，公函上人数更多", en = "fewer guests were booked than the letter names" },
  { zh = "几批来客合并登记，人数没有合并", en = "several parties were booked as one without adding up their guests" },
]
unjudged = [
  { table = "receptions", where = "t.guests is null or t.accompanying is null", zh = "没有接待对象人数或陪餐人数", en = "no number of guests or of accompanying persons" },
  { table = "receptions", where = "t.reception_id is null", zh = "没有接待编号", en = "no reception number" },
]

[tables]
receptions = ["reception_id", "unit_code", "recv_date", "guests", "accompanying"]

[params.few]
type = "integer"
default = 3
min = 0
max = 10
law = "RECV-10-small"
label = { zh = "少人接待的陪餐上限（人）", en = "accompanying persons for few guests" }

[params.small_party]
type = "integer"
default = 10
min = 1
max = 50
label = { zh = "少人接待以多少人为限（人）", en = "how many guests are few" }

[facts]
unit_code = { type = "varchar", zh = "单位", en = "unit" }
recv_date = { type = "date", zh = "接待日期", en = "day of reception" }
guests = { type = "bigint", zh = "接待对象人数", en = "guests" }
accompanying = { type = "bigint", zh = "陪餐人数", en = "accompanying persons" }

[evidence]
receptions = { by = { reception_id = "reception_id" }, where = "t.accompanying = f.accompanying" }

[[case]]
name = "10 位来宾 4 人陪餐，报；3 人陪餐，不报"
given.receptions = [["J1", "D01", "2026-03-03", 10, 4], ["J2", "D01", "2026-03-04", 10, 3]]
flags = [{ reception_id = "J1", unit_code = "D01", recv_date = "2026-03-03", guests = 10, accompanying = 4 }]

[[case]]
name = "11 位来宾 4 人陪餐，超过三分之一，报；12 位 4 人恰好三分之一，不报"
given.receptions = [["J1", "D01", "2026-03-03", 11, 4], ["J2", "D01", "2026-03-04", 12, 4], ["J3", "D01", "2026-03-05", 15, 5]]
flags = [{ reception_id = "J1", guests = 11, accompanying = 4 }]

[[case]]
name = "11 位来宾 3 人陪餐，不报"
given.receptions = [["J1", "D01", "2026-03-03", 11, 3], ["J2", "D01", "2026-03-03", 1, 3]]
flags = []

[[case]]
name = "同一编号登记两行，按人数多的一行看，只报一次"
given.receptions = [["J1", "D01", "2026-03-03", 6, 4], ["J1", "D02", "2026-03-04", 7, 5]]
flags = [{ reception_id = "J1", unit_code = "D01", recv_date = "2026-03-03", guests = 7, accompanying = 5 }]

[[case]]
name = "没有来宾人数，不判断；改了标准也照新标准"
params = { few = 5, small_party = 12 }
given.receptions = [["J1", "D01", "2026-03-03", "", 9], ["J2", "D01", "2026-03-03", 12, 5], ["J3", "D01", "2026-03-03", 12, 6]]
flags = [{ reception_id = "J3" }]
---*/
select r.reception_id, min(r.unit_code) as unit_code, min(r.recv_date) as recv_date, max(r.guests) as guests, max(r.accompanying) as accompanying
from receptions r
group by r.reception_id
having case when max(r.guests) <= :small_party then max(r.accompanying) > :few else max(r.accompanying) * 3 > max(r.guests) end
