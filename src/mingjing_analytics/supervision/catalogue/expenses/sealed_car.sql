/*---
id = "expense.sealed_car"
version = 1
area = "expenses"
title = { zh = "封存的车还在加油", en = "Fuel for a sealed car" }
question = { zh = "这辆车封存期间加了油，是什么原因？", en = "Why was this car fuelled while it was sealed?" }
basis = [{ fact = "EIGHT" }, { zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["fill_id"]
innocent = [
  { zh = "应急调用，启封手续后补", en = "called out in an emergency and unsealed on paper afterwards" },
  { zh = "油卡给另一辆车用了，车牌没有改", en = "the card was used for another car and the plate not changed" },
  { zh = "加油当天才封存，登记的是上一天", en = "it was sealed on the day of the filling and booked a day early" },
]
unjudged = [
  { table = "fuel", where = "t.plate is null or t.day is null", zh = "没有车牌号或日期", en = "no plate or no day" },
  { table = "vehicle_seals", where = "t.plate is null or t.sealed_from is null", zh = "没有车牌号或封存日期", en = "no plate or no day of sealing" },
]

[tables]
fuel = ["fill_id", "plate", "day", "litres"]
vehicle_seals = ["plate", "sealed_from", "sealed_to"]

[facts]
plate = { type = "varchar", zh = "车牌号", en = "number plate" }
day = { type = "date", zh = "加油日期", en = "day" }
litres = { type = "decimal(18,2)", zh = "加油量（升）", en = "litres" }
sealed_from = { type = "date", zh = "封存日期", en = "sealed from" }

[evidence]
fuel = { by = { fill_id = "fill_id" } }

[[case]]
name = "封存次日加油，报；启封前一天加油，报"
given.fuel = [["1", "云A1", "2026-03-03", "50.00"], ["2", "云A1", "2026-04-30", "40.00"]]
given.vehicle_seals = [["云A1", "2026-03-02", "2026-05-01"]]
flags = [{ fill_id = "1", plate = "云A1", day = "2026-03-03", litres = "50.00", sealed_from = "2026-03-02" }, { fill_id = "2" }]

[[case]]
name = "封存当天开去封存点、启封当天加油，不报"
given.fuel = [["1", "云A1", "2026-03-02", "50.00"], ["2", "云A1", "2026-05-01", "40.00"]]
given.vehicle_seals = [["云A1", "2026-03-02", "2026-05-01"]]
flags = []

[[case]]
name = "没有启封日期，一直算封存，报；别的车不算"
given.fuel = [["1", "云A1", "2026-12-01", "50.00"], ["2", "云A2", "2026-12-01", "40.00"]]
given.vehicle_seals = [["云A1", "2026-03-02", ""]]
flags = [{ fill_id = "1" }]

[[case]]
name = "封存登记了两遍，只报一次，从最近一次算"
given.fuel = [["1", "云A1", "2026-12-01", "50.00"]]
given.vehicle_seals = [["云A1", "2026-03-02", ""], ["云A1", "2026-06-02", ""]]
flags = [{ fill_id = "1", sealed_from = "2026-06-02" }]
---*/
select g.fill_id, g.plate, g.day, g.litres, max(s.sealed_from) as sealed_from
from fuel g
join vehicle_seals s on s.plate = g.plate
where g.day > s.sealed_from and (s.sealed_to is null or g.day < s.sealed_to)
group by g.fill_id, g.plate, g.day, g.litres
