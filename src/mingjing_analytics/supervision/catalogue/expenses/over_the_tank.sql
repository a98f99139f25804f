/*---
id = "expense.over_the_tank"
version = 1
area = "expenses"
title = { zh = "一次加油超过油箱容量", en = "More fuel than the tank holds" }
question = { zh = "一次加的油比油箱还多 {percent}% 以上，是什么原因？", en = "Why was more than the tank holds, by {percent}% or more, filled at once?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["fill_id"]
innocent = [
  { zh = "油箱容量登记错", en = "the tank was registered wrongly" },
  { zh = "同时给备用油桶、发电机加油", en = "a can or generator was filled too" },
  { zh = "两次加油记成一笔", en = "two fillings on one line" },
]
unjudged = [
  { table = "fuel", where = "t.litres is null or t.tank is null", zh = "没有加油量或油箱容量", en = "no litres or no tank" },
]

[tables]
fuel = ["fill_id", "plate", "day", "litres", "tank"]

[params.percent]
type = "integer"
default = 5
min = 0
max = 50
label = { zh = "容许误差（%）", en = "tolerance (%)" }

[facts]
plate = { type = "varchar", zh = "车牌号", en = "number plate" }
day = { type = "date", zh = "日期", en = "day" }
litres = { type = "decimal(18,2)", zh = "加油量（升）", en = "litres" }
tank = { type = "decimal(18,2)", zh = "油箱（升）", en = "tank (litres)" }

[evidence]
fuel = { by = { fill_id = "fill_id" } }

[[case]]
name = "60 升油箱加了 63.01 升，报"
given.fuel = [["1", "云A1", "2026-03-01", "63.01", "60.00"]]
flags = [{ fill_id = "1", plate = "云A1", litres = "63.01" }]

[[case]]
name = "恰好多百分之五，不报"
given.fuel = [["1", "云A1", "2026-03-01", "63.00", "60.00"], ["2", "云A1", "2026-03-02", "59.00", "60.00"]]
flags = []
---*/
select g.fill_id, g.plate, g.day, g.litres, g.tank
from fuel g
where g.litres * 100 > g.tank * (100 + :percent)
