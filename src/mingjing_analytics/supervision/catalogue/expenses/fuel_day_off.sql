/*---
id = "expense.fuel_day_off"
version = 1
area = "expenses"
title = { zh = "休息日加油没有派车单", en = "Fuel on a day off without a trip order" }
question = { zh = "休息日加了 {least} 升以上的油，当天没有这辆车的派车单，是什么原因？", en = "Why were {least} litres or more filled on a day off without a trip order for the car?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["fill_id"]
innocent = [
  { zh = "执法、应急车辆值守，派车单在另一套系统", en = "a law-enforcement or emergency car on watch, its orders kept elsewhere" },
  { zh = "次日早出发，前一天加满", en = "filled the day before an early departure" },
  { zh = "加油日期是结算入账的日期", en = "the day is that of settlement, not of the filling" },
]
unjudged = [
  { table = "fuel", where = "t.plate is null or t.day is null or t.litres is null", zh = "没有车牌号、日期或加油量", en = "no plate, day or litres" },
  { table = "fuel", where = "not exists (select c.day from calendar c where c.day = t.day)", zh = "工作日历没有这一天", en = "the working calendar lacks the day" },
]

[tables]
fuel = ["fill_id", "plate", "day", "litres", "amount"]
vehicle_trips = ["plate", "out_date", "back_date"]
calendar = ["day", "working"]

[params.least]
type = "integer"
default = 10
min = 0
max = 200
label = { zh = "起报加油量（升）", en = "litres to start from" }

[facts]
plate = { type = "varchar", zh = "车牌号", en = "number plate" }
day = { type = "date", zh = "加油日期", en = "day" }
litres = { type = "decimal(18,2)", zh = "加油量（升）", en = "litres" }
amount = { type = "decimal(18,2)", zh = "金额（元）", en = "amount (CNY)" }

[evidence]
fuel = { by = { fill_id = "fill_id" } }

[[case]]
name = "周六加油、没有派车单，恰好起报量，报；差一点、周五加油，不报"
given.fuel = [["1", "云A1", "2026-03-07", "10.00", "80.00"], ["2", "云A1", "2026-03-06", "50.00", "400.00"], ["3", "云A1", "2026-03-07", "9.99", "79.00"]]
given.calendar = [["2026-03-06", true], ["2026-03-07", false]]
flags = [{ fill_id = "1", plate = "云A1", day = "2026-03-07", litres = "10.00", amount = "80.00" }]

[[case]]
name = "出车当天、收车当天都在派车单里，不报"
given.fuel = [["1", "云A1", "2026-03-07", "50.00", "400.00"], ["2", "云A1", "2026-03-08", "50.00", "400.00"]]
given.vehicle_trips = [["云A1", "2026-03-07", "2026-03-08"]]
given.calendar = [["2026-03-07", false], ["2026-03-08", false]]
flags = []

[[case]]
name = "前一天收车、次日出车、别的车的派车单，都不算，报"
given.fuel = [["1", "云A1", "2026-03-07", "50.00", "400.00"]]
given.vehicle_trips = [["云A1", "2026-03-05", "2026-03-06"], ["云A1", "2026-03-08", "2026-03-09"], ["云A2", "2026-03-07", "2026-03-07"]]
given.calendar = [["2026-03-07", false]]
flags = [{ fill_id = "1" }]
---*/
select g.fill_id, g.plate, g.day, g.litres, g.amount
from fuel g
join calendar c on c.day = g.day
where c.working = false and g.litres >= :least
and not exists (select p.plate from vehicle_trips p where p.plate = g.plate and p.out_date <= g.day and p.back_date >= g.day)
