/*---
id = "expense.training_cost"
version = 1
area = "expenses"
title = { zh = "培训费超过综合定额", en = "Training cost above the cap" }
question = { zh = "这次培训的费用，按人数和天数算，每人每天超过 {cap} 元，是什么原因？", en = "Why did this training cost more than {cap} CNY a person and day?" }
basis = [{ fact = "FEE-train" }]
key = ["event_id"]
innocent = [
  { zh = "培训的类别高，定额本来就高", en = "the training is of a higher class with a higher cap" },
  { zh = "报到、离会各半天，人数或天数少登记了", en = "half days of arrival and departure were left out of the days" },
  { zh = "讲课费、教材费不在定额里，记在一起", en = "teachers' fees and textbooks are outside the cap and were booked with it" },
]
unjudged = [
  { table = "meetings", where = "t.start_date is null or t.end_date is null or t.people is null or t.amount is null", zh = "没有起止日期、人数或费用", en = "no days, people or cost" },
  { table = "meetings", where = "t.kind is null", zh = "没有写明是会议还是培训", en = "not said whether a meeting or a training" },
]

[tables]
meetings = ["event_id", "unit_name", "kind", "start_date", "end_date", "people", "amount"]

[params.cap]
type = "integer"
default = 550
min = 50
max = 2000
law = "FEE-train"
label = { zh = "每人每天（元）", en = "a person and day (CNY)" }

[facts]
unit_name = { type = "varchar", zh = "主办单位", en = "organiser" }
people = { type = "bigint", zh = "人数", en = "people" }
days = { type = "bigint", zh = "天数", en = "days" }
amount = { type = "decimal(18,2)", zh = "费用合计（元）", en = "total cost (CNY)" }

[evidence]
meetings = { by = { event_id = "event_id" } }

[[case]]
name = "十个人两天花 11000.01 元，报"
given.meetings = [["H1", "水务局", "培训", "2026-03-02", "2026-03-03", 10, "11000.01"]]
flags = [{ event_id = "H1", unit_name = "水务局", people = 10, days = 2, amount = "11000.01" }]

[[case]]
name = "恰好等于定额，不报；远低于定额，不报；会议不按这个定额"
given.meetings = [["H1", "水务局", "培训", "2026-03-02", "2026-03-03", 10, "11000.00"], ["H2", "水务局", "培训", "2026-03-02", "2026-03-02", 10, "3000.00"], ["H3", "水务局", "会议", "2026-03-02", "2026-03-02", 10, "9000.00"]]
flags = []

[[case]]
name = "本省定额低，照本省的"
params = { cap = 400 }
given.meetings = [["H1", "水务局", "培训", "2026-03-02", "2026-03-02", 10, "4000.01"], ["H2", "水务局", "培训", "2026-03-02", "2026-03-02", 10, "4000.00"]]
flags = [{ event_id = "H1" }]
---*/
select m.event_id, m.unit_name, m.people, days_between(m.start_date, m.end_date) + 1 as days, m.amount
from meetings m
where m.kind = '培训' and m.amount > m.people * (days_between(m.start_date, m.end_date) + 1) * :cap
