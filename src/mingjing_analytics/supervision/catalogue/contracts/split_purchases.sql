/*---
id = "contract.split_purchases"
version = 1
area = "contracts"
title = { zh = "短期内几次采购合起来过了限额", en = "Purchases within days that together pass the threshold" }
question = { zh = "{days} 天以内同一品目的几次采购，每次低于 {threshold} 万元，合起来不低于，是什么原因？", en = "Why do purchases of one category within {days} days lie each below {threshold} × 10,000 CNY and together at or above it?" }
basis = [{ fact = "GP-thr" }, { zh = "《政府采购法》第二十八条：不得将应当公开招标的货物或者服务化整为零", en = "Government Procurement Law, Article 28: what must be tendered openly may not be divided into parts" }]
key = ["unit_name", "item", "year"]
innocent = [
  { zh = "临时追加的任务，前一次采购时还没有", en = "a task that came after the first purchase" },
  { zh = "不同学校、乡镇各自的预算，台账记在主管部门名下", en = "budgets of several schools or towns, booked under their bureau" },
  { zh = "救灾抢险的紧急采购", en = "urgent purchases in a disaster" },
]
unjudged = [
  { table = "purchases", where = "t.item is null or t.bought_on is null or t.amount is null", zh = "没有品目、日期或金额", en = "no category, day or amount" },
]

[tables]
purchases = ["purchase_id", "unit_name", "item", "supplier", "bought_on", "amount"]

[params.threshold]
type = "integer"
default = 30
min = 1
max = 1000
law = "GP-thr"
label = { zh = "限额标准（万元）", en = "threshold (10,000 CNY)" }

[params.days]
type = "integer"
default = 30
min = 0
max = 365
label = { zh = "几天以内", en = "within days" }

[facts]
first_day = { type = "date", zh = "第一次从哪天起", en = "first time from" }
last_day = { type = "date", zh = "到哪天止", en = "to" }
purchases = { type = "bigint", zh = "次数", en = "purchases" }
suppliers = { type = "bigint", zh = "几家供应商", en = "suppliers" }
total = { type = "decimal(18,2)", zh = "合计（元）", en = "total (CNY)" }

[evidence]
purchases = { by = { unit_name = "unit_name", item = "item" }, where = "t.amount < :threshold * 10000 and t.bought_on >= f.first_day and t.bought_on <= f.last_day" }

[[case]]
name = "第一天和第三十一天两次合计恰好到限额，报"
given.purchases = [["1", "水务局", "计算机", "G1", "2026-03-01", "150000.00"], ["2", "水务局", "计算机", "G2", "2026-03-31", "150000.00"]]
flags = [{ unit_name = "水务局", item = "计算机", year = 2026, first_day = "2026-03-01", last_day = "2026-03-31", purchases = 2, suppliers = 2, total = "300000.00" }]

[[case]]
name = "差一分钱、隔了三十一天，都不报"
given.purchases = [["1", "水务局", "计算机", "G1", "2026-03-01", "150000.00"], ["2", "水务局", "计算机", "G1", "2026-03-31", "149999.99"], ["3", "水务局", "家具", "G1", "2026-03-01", "290000.00"], ["4", "水务局", "家具", "G1", "2026-04-01", "290000.00"]]
flags = []

[[case]]
name = "单次恰好到限额的按程序办了，不算；一次采购分两行是一次；别的单位、品目另算，不报"
given.purchases = [["1", "水务局", "计算机", "G1", "2026-03-02", "300000.00"], ["2", "水务局", "计算机", "G1", "2026-03-03", "250000.00"], ["3", "林业局", "计算机", "G1", "2026-03-03", "250000.00"], ["4", "林业局", "家具", "G1", "2026-03-03", "160000.00"], ["4", "林业局", "家具", "G1", "2026-03-03", "160000.00"]]
flags = []

[[case]]
name = "同一天三次，只算一回；一年里先后两回，报最早一回"
given.purchases = [["1", "水务局", "计算机", "G1", "2026-03-02", "110000.00"], ["2", "水务局", "计算机", "G1", "2026-03-02", "110000.00"], ["3", "水务局", "计算机", "G1", "2026-03-02", "110000.00"], ["4", "水务局", "计算机", "G1", "2026-08-01", "290000.00"], ["5", "水务局", "计算机", "G1", "2026-08-03", "290000.00"]]
flags = [{ unit_name = "水务局", item = "计算机", year = 2026, first_day = "2026-03-02", last_day = "2026-03-02", purchases = 3, suppliers = 1, total = "330000.00" }]

[[case]]
name = "两个单位、两个品目同一天各有一回，分别报"
given.purchases = [["1", "水务局", "计算机", "G1", "2026-03-02", "160000.00"], ["2", "水务局", "计算机", "G1", "2026-03-03", "150000.00"], ["3", "水务局", "家具", "G1", "2026-03-02", "170000.00"], ["4", "水务局", "家具", "G1", "2026-03-04", "170000.00"], ["5", "林业局", "计算机", "G1", "2026-03-02", "180000.00"], ["6", "林业局", "计算机", "G1", "2026-03-05", "180000.00"]]
flags = [{ unit_name = "水务局", item = "计算机", year = 2026, total = "310000.00" }, { unit_name = "水务局", item = "家具", year = 2026, total = "340000.00" }, { unit_name = "林业局", item = "计算机", year = 2026, total = "360000.00" }]

[[case]]
name = "一次 299999.99 元也算小额；一次采购两天验收，从早的一天算"
given.purchases = [["1", "水务局", "计算机", "G1", "2026-03-02", "199999.99"], ["1", "水务局", "计算机", "G2", "2026-03-20", "100000.00"], ["2", "水务局", "计算机", "G1", "2026-04-01", "0.01"]]
flags = [{ unit_name = "水务局", item = "计算机", year = 2026, first_day = "2026-03-02", purchases = 2, suppliers = 1 }]
---*/
with small as (
  select purchase_id, unit_name, item, min(supplier) as supplier, min(bought_on) as bought_on, sum(amount) as amount
  from purchases
  group by purchase_id, unit_name, item
  having sum(amount) < :threshold * 10000
), starts as (
  select distinct unit_name, item, bought_on
  from small
), spans as (
  select a.unit_name, a.item, a.bought_on as first_day, max(b.bought_on) as last_day, count(*) as purchases, count(distinct b.supplier) as suppliers, sum(b.amount) as total
  from starts a
  join small b on b.unit_name = a.unit_name and b.item = a.item and b.bought_on >= a.bought_on
  where days_between(a.bought_on, b.bought_on) <= :days
  group by a.unit_name, a.item, a.bought_on
  having sum(b.amount) >= :threshold * 10000
), earliest as (
  select unit_name, item, year_of(first_day) as year, min(first_day) as first_day
  from spans
  group by unit_name, item, year_of(first_day)
)
select s.unit_name, s.item, e.year, s.first_day, s.last_day, s.purchases, s.suppliers, s.total
from spans s
join earliest e on e.unit_name = s.unit_name and e.item = s.item and e.first_day = s.first_day
