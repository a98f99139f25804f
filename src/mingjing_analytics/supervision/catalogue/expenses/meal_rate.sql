/*---
id = "expense.meal_rate"
version = 1
area = "expenses"
person = true
title = { zh = "伙食补助超过标准", en = "Meal allowance above the rate" }
question = { zh = "伙食补助按行程天数、每天 {rate} 元算，这张单报多了，是什么原因？", en = "By the days of the trip at {rate} CNY a day this claim has too much meal allowance: why?" }
basis = [{ fact = "FEE-travel" }]
key = ["claim_id", "id_no", "leave_date"]
innocent = [
  { zh = "目的地执行更高的补助标准", en = "the destination has a higher rate" },
  { zh = "几个人的补助写在一张单上", en = "the allowance of several people stands on one claim" },
  { zh = "补报上一次漏领的补助", en = "it includes what an earlier claim left out" },
]
unjudged = [
  { table = "travel_claims", where = "t.id_no is null or t.leave_date is null or t.return_date is null or t.meal_allowance is null", zh = "没有身份证号、起止日期或补助金额", en = "no identity number, days of travel or no amount" },
]

[tables]
travel_claims = ["claim_id", "unit_name", "id_no", "leave_date", "return_date", "meal_allowance"]

[params.rate]
type = "integer"
default = 100
min = 1
max = 500
law = "FEE-travel"
label = { zh = "每天标准（元）", en = "rate a day (CNY)" }

[facts]
unit_name = { type = "varchar", zh = "报销单位", en = "unit" }
days = { type = "bigint", zh = "行程天数", en = "days of the trip" }
meal_allowance = { type = "decimal(18,2)", zh = "伙食补助费（元）", en = "meal allowance (CNY)" }

[evidence]
travel_claims = { by = { claim_id = "claim_id", id_no = "id_no", leave_date = "leave_date" } }

[[case]]
name = "三天行程报 300.01 元，报"
given.travel_claims = [["C1", "水务局", "A", "2026-03-02", "2026-03-04", "300.01"]]
flags = [{ claim_id = "C1", id_no = "A", leave_date = "2026-03-02", unit_name = "水务局", days = 3, meal_allowance = "300.01" }]

[[case]]
name = "三天行程恰好 300 元，不报；当天往返 100 元，不报"
given.travel_claims = [["C1", "水务局", "A", "2026-03-02", "2026-03-04", "300.00"], ["C2", "水务局", "A", "2026-03-02", "2026-03-02", "100.00"], ["C3", "水务局", "A", "2026-03-02", "2026-03-04", "80.00"]]
flags = []

[[case]]
name = "去高标准地区，改了标准，不报"
params = { rate = 120 }
given.travel_claims = [["C1", "水务局", "A", "2026-03-02", "2026-03-04", "360.00"]]
flags = []
---*/
select t.claim_id, t.id_no, t.leave_date, t.unit_name, days_between(t.leave_date, t.return_date) + 1 as days, t.meal_allowance
from travel_claims t
where t.meal_allowance > (days_between(t.leave_date, t.return_date) + 1) * :rate
