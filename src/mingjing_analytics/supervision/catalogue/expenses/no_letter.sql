/*---
id = "expense.no_letter"
version = 1
area = "expenses"
title = { zh = "没有公函的公务接待", en = "A reception without an official letter" }
question = { zh = "这次接待没有公函，是什么原因？", en = "Why is there no official letter for this reception?" }
basis = [{ fact = "RECV-7" }]
key = ["reception_id"]
innocent = [
  { zh = "招商、外宾等按规定不要公函", en = "investors and foreign guests need no letter" },
  { zh = "公函后补，台账没有更新", en = "the letter came later and the list was not updated" },
  { zh = "突发抢险救灾", en = "an emergency" },
]

[tables]
receptions = ["reception_id", "unit_name", "day", "letter_no", "guests", "amount"]

[facts]
unit_name = { type = "varchar", zh = "接待单位", en = "host" }
day = { type = "date", zh = "接待日期", en = "day" }
amount = { type = "decimal(18,2)", zh = "接待费用（元）", en = "cost (CNY)" }

[evidence]
receptions = { by = { reception_id = "reception_id" } }

[[case]]
name = "公函一栏空着，报"
given.receptions = [["1", "教育局", "2026-03-01", "", 5, "800.00"]]
flags = [{ reception_id = "1", unit_name = "教育局", day = "2026-03-01", amount = "800.00" }]

[[case]]
name = "有公函、没花钱，不报"
given.receptions = [["1", "教育局", "2026-03-01", "教函〔2026〕1号", 5, "800.00"], ["2", "教育局", "2026-03-02", "", 5, "0.00"]]
flags = []

[[case]]
name = "一分钱也算花钱"
given.receptions = [["1", "教育局", "2026-03-01", "", 5, "0.01"]]
flags = [{ reception_id = "1" }]
---*/
select r.reception_id, r.unit_name, r.day, r.amount
from receptions r
where r.letter_no is null and r.amount > 0
