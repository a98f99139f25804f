/*---
id = "expense.fuel_per_km"
version = 1
area = "expenses"
title = { zh = "百公里油耗偏高", en = "Much fuel for the distance" }
question = { zh = "这个月加的油按里程算，百公里超过 {litres} 升，是什么原因？", en = "By the month's distance this car took more than {litres} litres for 100 km: why?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["plate", "month"]
innocent = [
  { zh = "月底加满，油留到下个月用", en = "filled up at the end of the month for the next one" },
  { zh = "警车、救护车、工程车原地作业耗油", en = "a police car, ambulance or works vehicle burns fuel standing" },
  { zh = "里程表更换或抄错", en = "the odometer was replaced or misread" },
]
unjudged = [
  { table = "vehicle_months", where = "t.kilometres is null or t.month is null", zh = "没有里程或年月", en = "no distance or no month" },
  { table = "fuel", where = "not exists (select m.plate from vehicle_months m where m.plate = t.plate and m.month = month_of(t.day))", zh = "里程表里没有这辆车这个月", en = "the mileage table lacks this car and month" },
]

[tables]
fuel = ["plate", "day", "litres"]
vehicle_months = ["plate", "month", "kilometres"]

[params.litres]
type = "integer"
default = 15
min = 5
max = 60
label = { zh = "百公里升数", en = "litres for 100 km" }

[params.least]
type = "integer"
default = 100
min = 0
max = 5000
label = { zh = "起报加油量（升）", en = "litres to start from" }

[facts]
litres = { type = "decimal(18,2)", zh = "加油量（升）", en = "litres" }
kilometres = { type = "bigint", zh = "里程（公里）", en = "kilometres" }

[evidence]
fuel = { by = { plate = "plate" }, where = "month_of(t.day) = f.month" }
vehicle_months = { by = { plate = "plate", month = "month" } }

[[case]]
name = "一千公里加 150.01 升，报；上个月加的不算进来"
given.fuel = [["云A1", "2026-03-01", "100.00"], ["云A1", "2026-03-31", "50.01"], ["云A1", "2026-02-28", "60.00"]]
given.vehicle_months = [["云A1", 202603, 1000]]
flags = [{ plate = "云A1", month = 202603, litres = "150.01", kilometres = 1000 }]

[[case]]
name = "恰好 15 升，不报；别的车的里程不算"
given.fuel = [["云A1", "2026-03-01", "150.00"], ["云A2", "2026-03-01", "150.00"]]
given.vehicle_months = [["云A1", 202603, 1000], ["云A2", 202603, 2000], ["云A3", 202603, 0], ["云A1", 202604, 10]]
flags = []

[[case]]
name = "没有出车却加了油，恰好起报量，报；差一点，不报"
given.fuel = [["云A1", "2026-03-01", "100.00"], ["云A2", "2026-03-01", "99.99"]]
given.vehicle_months = [["云A1", 202603, 0], ["云A2", 202603, 0]]
flags = [{ plate = "云A1", month = 202603, kilometres = 0 }]
---*/
with filled as (
  select plate, month_of(day) as month, sum(litres) as litres
  from fuel
  group by plate, month_of(day)
)
select m.plate, m.month, f.litres, m.kilometres
from vehicle_months m
join filled f on f.plate = m.plate and f.month = m.month
where f.litres >= :least and f.litres * 100 > m.kilometres * :litres
