/*---
id = "contract.single_source"
version = 1
area = "contracts"
title = { zh = "一年几次单一来源采购给同一家", en = "Single-source purchases from one supplier, again and again" }
question = { zh = "一年里向这家供应商单一来源采购了 {times} 次以上，是什么原因？", en = "Why were {times} or more single-source purchases made from this supplier in a year?" }
basis = [{ zh = "《政府采购法》第三十一条：可以采用单一来源方式采购的情形", en = "Government Procurement Law, Article 31: when a single source may be used" }, { fact = "GPR-38" }]
key = ["unit_name", "supplier", "year"]
innocent = [
  { zh = "原系统的升级维护，只有原厂能做", en = "upkeep of a system that only its maker can do" },
  { zh = "发生不可预见的紧急情况", en = "an unforeseen emergency" },
  { zh = "水、电、通信等独家经营", en = "water, power or communications of a sole operator" },
]
unjudged = [
  { table = "purchases", where = "t.supplier is null or t.method is null or t.bought_on is null", zh = "没有供应商、采购方式或日期", en = "no supplier, method or day" },
]

[tables]
purchases = ["purchase_id", "unit_name", "supplier", "method", "bought_on", "amount"]

[params.times]
type = "integer"
default = 3
min = 2
max = 50
label = { zh = "次数", en = "purchases at least" }

[facts]
purchases = { type = "bigint", zh = "次数", en = "purchases" }
total = { type = "decimal(18,2)", zh = "合计（元）", en = "total (CNY)" }
last_day = { type = "date", zh = "最近一次", en = "last" }

[evidence]
purchases = { by = { unit_name = "unit_name", supplier = "supplier" }, where = "year_of(t.bought_on) = f.year and t.method like '单一来源%'" }

[[case]]
name = "一年三次，报：两种写法都算，一次登记两行是一次"
given.purchases = [["1", "水务局", "G1", "单一来源", "2026-01-05", "100.00"], ["2", "水务局", "G1", "单一来源采购", "2026-05-05", "200.00"], ["3", "水务局", "G1", "单一来源", "2026-12-31", "300.00"], ["3", "水务局", "G1", "单一来源", "2026-12-31", "50.00"], ["4", "水务局", "G1", "询价", "2026-12-31", "900.00"]]
flags = [{ unit_name = "水务局", supplier = "G1", year = 2026, purchases = 3, total = "650.00", last_day = "2026-12-31" }]

[[case]]
name = "第三次是询价、在上一年、是别家、是别的单位、只是另一行，不报"
given.purchases = [["1", "水务局", "G1", "单一来源", "2026-01-05", "100.00"], ["2", "水务局", "G1", "单一来源", "2026-05-05", "200.00"], ["2", "水务局", "G1", "单一来源", "2026-05-05", "200.00"], ["3", "水务局", "G1", "询价", "2026-06-05", "200.00"], ["4", "水务局", "G1", "单一来源", "2025-12-31", "200.00"], ["5", "水务局", "G2", "单一来源", "2026-06-05", "200.00"], ["6", "林业局", "G1", "单一来源", "2026-06-05", "200.00"]]
flags = []
---*/
select p.unit_name, p.supplier, year_of(p.bought_on) as year, count(distinct p.purchase_id) as purchases, sum(p.amount) as total, max(p.bought_on) as last_day
from purchases p
where p.method like '单一来源%'
group by p.unit_name, p.supplier, year_of(p.bought_on)
having count(distinct p.purchase_id) >= :times
