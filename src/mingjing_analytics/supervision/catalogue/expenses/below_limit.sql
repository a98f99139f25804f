/*---
id = "expense.below_limit"
version = 1
area = "expenses"
title = { zh = "多次略低于审批限额", en = "Several claims just below the approval limit" }
question = { zh = "一年里有 {times} 笔以上给同一开票单位的报销，都比 {limit} 元的审批限额低不到 {margin}%，是什么原因？", en = "Why do {times} or more claims for one vendor in a year lie less than {margin}% below the approval limit of {limit} CNY?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["unit_name", "vendor", "year"]
innocent = [
  { zh = "按月结算的固定费用，金额本来就接近限额", en = "a fixed monthly charge that happens to lie near the limit" },
  { zh = "供应商的套餐价格正好在限额以下", en = "the vendor's standard price lies just below the limit" },
  { zh = "限额当年调整过，前几笔按旧限额", en = "the limit was changed during the year" },
]
unjudged = [
  { table = "expenses", where = "t.vendor is null or t.paid_on is null or t.amount is null", zh = "没有开票单位、报销日期或金额", en = "no vendor, no day or no amount" },
]

[tables]
expenses = ["claim_id", "unit_name", "vendor", "paid_on", "amount"]

[params.limit]
type = "integer"
default = 5000
min = 100
max = 10000000
label = { zh = "审批限额（元）", en = "approval limit (CNY)" }

[params.margin]
type = "integer"
default = 10
min = 1
max = 50
label = { zh = "略低的幅度（%）", en = "how far below (%)" }

[params.times]
type = "integer"
default = 3
min = 2
max = 50
label = { zh = "笔数", en = "claims at least" }

[facts]
claims = { type = "bigint", zh = "笔数", en = "claims" }
total = { type = "decimal(18,2)", zh = "合计（元）", en = "total (CNY)" }
last_day = { type = "date", zh = "最近一笔", en = "last" }

[evidence]
expenses = { by = { unit_name = "unit_name", vendor = "vendor" }, where = "year_of(t.paid_on) = f.year and t.amount < :limit and t.amount * 100 >= :limit * (100 - :margin)" }

[[case]]
name = "三张单在九折和限额之间，其中一张分两行，报：恰好九折的算在内"
given.expenses = [["1", "水务局", "青山文印店", "2026-01-05", "4999.99"], ["1", "水务局", "青山文印店", "2026-01-05", "4600.00"], ["2", "水务局", "青山文印店", "2026-03-05", "4500.00"], ["3", "水务局", "青山文印店", "2026-12-31", "4800.00"]]
flags = [{ unit_name = "水务局", vendor = "青山文印店", year = 2026, claims = 3, total = "18899.99", last_day = "2026-12-31" }]

[[case]]
name = "只有两笔略低：另一笔恰好等于限额、一笔低于九折、一笔在上一年，不报"
given.expenses = [["1", "水务局", "青山文印店", "2026-01-05", "4990.00"], ["2", "水务局", "青山文印店", "2026-03-05", "4990.00"], ["3", "水务局", "青山文印店", "2026-04-05", "5000.00"], ["4", "水务局", "青山文印店", "2026-05-05", "4499.99"], ["5", "水务局", "青山文印店", "2025-12-31", "4990.00"]]
flags = []

[[case]]
name = "一张报销单分三行，是一笔；别家、别的单位另算，不报"
given.expenses = [["1", "水务局", "青山文印店", "2026-01-05", "4990.00"], ["1", "水务局", "青山文印店", "2026-01-05", "4990.00"], ["1", "水务局", "青山文印店", "2026-01-05", "4990.00"], ["2", "林业局", "青山文印店", "2026-03-05", "4990.00"], ["3", "水务局", "绿水印务", "2026-03-05", "4990.00"]]
flags = []
---*/
select e.unit_name, e.vendor, year_of(e.paid_on) as year, count(distinct e.claim_id) as claims, sum(e.amount) as total, max(e.paid_on) as last_day
from expenses e
where e.amount < :limit and e.amount * 100 >= :limit * (100 - :margin)
group by e.unit_name, e.vendor, year_of(e.paid_on)
having count(distinct e.claim_id) >= :times
