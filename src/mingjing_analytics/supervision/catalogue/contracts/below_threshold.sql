/*---
id = "contract.below_threshold"
version = 1
area = "contracts"
title = { zh = "多次采购略低于限额标准", en = "Purchases just below the threshold" }
question = { zh = "一年里同一品目有 {times} 次以上采购，都比 {threshold} 万元的限额标准低不到 {margin}%，是什么原因？", en = "Why do {times} or more purchases of one category in a year lie less than {margin}% below the threshold of {threshold} × 10,000 CNY?" }
basis = [{ fact = "GP-thr" }, { zh = "《政府采购法》第二十八条：不得将应当公开招标的货物或者服务化整为零", en = "Government Procurement Law, Article 28: what must be tendered openly may not be divided into parts" }]
key = ["unit_name", "item", "year"]
innocent = [
  { zh = "分年度、分学校安排的预算，每份本来就接近限额", en = "the budget was given in parts that each lie near the threshold" },
  { zh = "本省的限额标准不同，应按本省的改", en = "the province has another threshold, which should be set" },
  { zh = "工程类采购，限额标准更高", en = "works, whose threshold is higher" },
]
unjudged = [
  { table = "purchases", where = "t.item is null or t.bought_on is null or t.amount is null", zh = "没有品目、日期或金额", en = "no category, day or amount" },
]

[tables]
purchases = ["purchase_id", "unit_name", "item", "bought_on", "amount"]

[params.threshold]
type = "integer"
default = 30
min = 1
max = 1000
law = "GP-thr"
label = { zh = "限额标准（万元）", en = "threshold (10,000 CNY)" }

[params.margin]
type = "integer"
default = 10
min = 1
max = 50
label = { zh = "略低的幅度（%）", en = "how far below (%)" }

[params.times]
type = "integer"
default = 2
min = 2
max = 50
label = { zh = "次数", en = "purchases at least" }

[facts]
purchases = { type = "bigint", zh = "次数", en = "purchases" }
total = { type = "decimal(18,2)", zh = "合计（元）", en = "total (CNY)" }
last_day = { type = "date", zh = "最近一次", en = "last" }

[evidence]
purchases = { by = { unit_name = "unit_name", item = "item" }, where = "year_of(t.bought_on) = f.year and t.amount < :threshold * 10000 and t.amount * 100 >= :threshold * 10000 * (100 - :margin)" }

[[case]]
name = "一次恰好九折、一次差一分钱到限额，报"
given.purchases = [["1", "水务局", "计算机", "2026-01-05", "270000.00"], ["2", "水务局", "计算机", "2026-12-31", "299999.99"], ["2", "水务局", "计算机", "2026-12-31", "280000.00"]]
flags = [{ unit_name = "水务局", item = "计算机", year = 2026, purchases = 2, total = "849999.99", last_day = "2026-12-31" }]

[[case]]
name = "另一次恰好等于限额、低于九折、在上一年、是别的品目或单位，不报"
given.purchases = [["1", "水务局", "计算机", "2026-01-05", "290000.00"], ["2", "水务局", "计算机", "2026-03-05", "300000.00"], ["3", "水务局", "计算机", "2026-03-06", "269999.99"], ["4", "水务局", "计算机", "2025-12-31", "290000.00"], ["5", "水务局", "家具", "2026-03-05", "290000.00"], ["6", "林业局", "计算机", "2026-03-05", "290000.00"]]
flags = []

[[case]]
name = "一次采购登记两行，是一次，不报"
given.purchases = [["1", "水务局", "计算机", "2026-01-05", "290000.00"], ["1", "水务局", "计算机", "2026-01-05", "290000.00"]]
flags = []

[[case]]
name = "本省限额五十万元：照本省的"
params = { threshold = 50 }
given.purchases = [["1", "水务局", "计算机", "2026-01-05", "490000.00"], ["2", "水务局", "计算机", "2026-05-05", "499999.00"], ["3", "水务局", "家具", "2026-05-05", "290000.00"], ["4", "水务局", "家具", "2026-06-05", "290000.00"]]
flags = [{ unit_name = "水务局", item = "计算机", year = 2026 }]
---*/
select p.unit_name, p.item, year_of(p.bought_on) as year, count(distinct p.purchase_id) as purchases, sum(p.amount) as total, max(p.bought_on) as last_day
from purchases p
where p.amount < :threshold * 10000 and p.amount * 100 >= :threshold * 10000 * (100 - :margin)
group by p.unit_name, p.item, year_of(p.bought_on)
having count(distinct p.purchase_id) >= :times
