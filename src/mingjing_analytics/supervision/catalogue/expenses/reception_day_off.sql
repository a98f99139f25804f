/*---
id = "expense.reception_day_off"
version = 1
area = "expenses"
title = { zh = "休息日的公务接待", en = "A reception on a day off" }
question = { zh = "这次接待在休息日，费用超过 {least} 元，没有值班或加班审批，是什么原因？", en = "Why was this reception of more than {least} CNY held on a day off without approved duty?" }
basis = [{ fact = "RECV-7" }, { zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["reception_id"]
innocent = [
  { zh = "上级检查组周末到达，公函写明日期", en = "inspectors arrived at the weekend, as their letter said" },
  { zh = "防汛、防火值守，值班表没有报来", en = "flood or fire watch whose rota was not handed in" },
  { zh = "登记的是结账日期，不是用餐日期", en = "the day entered is that of the bill, not of the meal" },
]
unjudged = [
  { table = "receptions", where = "t.day is null or t.amount is null", zh = "没有接待日期或金额", en = "no day or no amount" },
  { table = "receptions", where = "not exists (select c.day from calendar c where c.day = t.day)", zh = "工作日历没有这一天", en = "the working calendar lacks the day" },
]

[tables]
receptions = ["reception_id", "unit_name", "day", "amount"]
duty_rota = ["unit_name", "duty_date"]
calendar = ["day", "working"]

[params.least]
type = "integer"
default = 0
min = 0
max = 10000
label = { zh = "起报金额（元）", en = "amount to start from (CNY)" }

[facts]
unit_name = { type = "varchar", zh = "接待单位", en = "host" }
day = { type = "date", zh = "接待日期", en = "day" }
amount = { type = "decimal(18,2)", zh = "接待费用（元）", en = "cost (CNY)" }

[evidence]
receptions = { by = { reception_id = "reception_id" } }

[[case]]
name = "周六接待、没有值班，报；周五接待，不报"
given.receptions = [["1", "水务局", "2026-03-07", "0.01"], ["2", "水务局", "2026-03-06", "500.00"]]
given.calendar = [["2026-03-06", true], ["2026-03-07", false]]
flags = [{ reception_id = "1", unit_name = "水务局", day = "2026-03-07", amount = "0.01" }]

[[case]]
name = "周六有值班审批，不报；没花钱，不报"
given.receptions = [["1", "水务局", "2026-03-07", "500.00"], ["2", "林业局", "2026-03-07", "0.00"]]
given.duty_rota = [["水务局", "2026-03-07"]]
given.calendar = [["2026-03-07", false]]
flags = []

[[case]]
name = "别的单位值班、自己前一天值班，都不算，报"
given.receptions = [["1", "水务局", "2026-03-07", "500.00"]]
given.duty_rota = [["林业局", "2026-03-07"], ["水务局", "2026-03-06"]]
given.calendar = [["2026-03-07", false]]
flags = [{ reception_id = "1" }]

[[case]]
name = "调休上班的周日，不报；日历上没有的日子不判断"
given.receptions = [["1", "水务局", "2026-02-15", "500.00"], ["2", "水务局", "2030-01-05", "500.00"]]
given.calendar = [["2026-02-15", true]]
flags = []
---*/
select r.reception_id, r.unit_name, r.day, r.amount
from receptions r
join calendar c on c.day = r.day
where c.working = false and r.amount > :least
and not exists (select d.unit_name from duty_rota d where d.unit_name = r.unit_name and d.duty_date = r.day)
