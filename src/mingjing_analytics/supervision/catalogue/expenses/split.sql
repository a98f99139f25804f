/*---
id = "expense.split"
version = 1
area = "expenses"
title = { zh = "几笔小额合起来过了审批限额", en = "Small claims that together pass the approval limit" }
question = { zh = "{days} 天以内给同一开票单位的几笔报销，每笔低于 {limit} 元，合起来不低于，是什么原因？", en = "Why do several claims for one vendor within {days} days lie each below {limit} CNY and together at or above it?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["unit_name", "vendor", "year"]
innocent = [
  { zh = "不同科室、不同事项，碰巧找同一家", en = "different offices with different needs chose the same vendor" },
  { zh = "定点供应单位按周结算", en = "a fixed supplier is settled weekly" },
  { zh = "紧急抢修，用一次料买一次", en = "an urgent repair bought material as it was needed" },
]
unjudged = [
  { table = "expenses", where = "t.vendor is null or t.paid_on is null or t.amount is null", zh = "没有开票单位、报销日期或金额", en = "no vendor, no day or no amount" },
]

[tables]
expenses = ["claim_id", "unit_name", "vendor", "paid_on", "amount"]

[params.limit]
type = "integer"
default = 10000
min = 100
max = 10000000
label = { zh = "审批限额（元）", en = "approval limit (CNY)" }

[params.days]
type = "integer"
default = 7
min = 0
max = 90
label = { zh = "几天以内", en = "within days" }

[facts]
first_day = { type = "date", zh = "第一次从哪天起", en = "first time from" }
last_day = { type = "date", zh = "到哪天止", en = "to" }
claims = { type = "bigint", zh = "笔数", en = "claims" }
total = { type = "decimal(18,2)", zh = "合计（元）", en = "total (CNY)" }

[evidence]
expenses = { by = { unit_name = "unit_name", vendor = "vendor" }, where = "t.amount < :limit and t.paid_on >= f.first_day and t.paid_on <= f.last_day" }

[[case]]
name = "第一天和第八天两笔合计恰好到限额，报"
given.expenses = [["1", "水务局", "青山文印店", "2026-03-02", "5000.00"], ["2", "水务局", "青山文印店", "2026-03-09", "5000.00"]]
flags = [{ unit_name = "水务局", vendor = "青山文印店", year = 2026, first_day = "2026-03-02", last_day = "2026-03-09", claims = 2, total = "10000.00" }]

[[case]]
name = "差一分钱、隔了八天，都不报"
given.expenses = [["1", "水务局", "青山文印店", "2026-03-02", "5000.00"], ["2", "水务局", "青山文印店", "2026-03-09", "4999.99"], ["3", "水务局", "绿水印务", "2026-03-02", "9000.00"], ["4", "水务局", "绿水印务", "2026-03-10", "9000.00"]]
flags = []

[[case]]
name = "单笔恰好到限额的，本来就要审批，不算；别的单位另算，不报"
given.expenses = [["1", "水务局", "青山文印店", "2026-03-02", "10000.00"], ["2", "水务局", "青山文印店", "2026-03-03", "5000.00"], ["3", "林业局", "青山文印店", "2026-03-03", "9000.00"]]
flags = []

[[case]]
name = "同一天三笔，一天里的每一笔只算一次；一年里先后两回，报最早一回"
given.expenses = [["1", "水务局", "青山文印店", "2026-03-02", "4000.00"], ["2", "水务局", "青山文印店", "2026-03-02", "4000.00"], ["3", "水务局", "青山文印店", "2026-03-02", "4000.00"], ["4", "水务局", "青山文印店", "2026-06-01", "9000.00"], ["5", "水务局", "青山文印店", "2026-06-03", "9000.00"]]
flags = [{ unit_name = "水务局", vendor = "青山文印店", year = 2026, first_day = "2026-03-02", last_day = "2026-03-02", claims = 3, total = "12000.00" }]

[[case]]
name = "一张单分几行，合起来已到限额，本来就要审批，不报"
given.expenses = [["1", "水务局", "青山文印店", "2026-03-02", "6000.00"], ["1", "水务局", "青山文印店", "2026-03-02", "6000.00"], ["2", "水务局", "青山文印店", "2026-03-03", "500.00"]]
flags = []

[[case]]
name = "两个单位、两家供应商同一天各有一回，分别报"
given.expenses = [["1", "水务局", "青山文印店", "2026-03-02", "6000.00"], ["2", "水务局", "青山文印店", "2026-03-03", "5000.00"], ["3", "水务局", "绿水印务", "2026-03-02", "7000.00"], ["4", "水务局", "绿水印务", "2026-03-04", "7000.00"], ["5", "林业局", "青山文印店", "2026-03-02", "8000.00"], ["6", "林业局", "青山文印店", "2026-03-05", "8000.00"]]
flags = [{ unit_name = "水务局", vendor = "青山文印店", year = 2026, total = "11000.00" }, { unit_name = "水务局", vendor = "绿水印务", year = 2026, total = "14000.00" }, { unit_name = "林业局", vendor = "青山文印店", year = 2026, total = "16000.00" }]

[[case]]
name = "一张单两天付，从早的一天算"
given.expenses = [["1", "水务局", "青山文印店", "2026-03-02", "3000.00"], ["1", "水务局", "青山文印店", "2026-03-06", "3000.00"], ["2", "水务局", "青山文印店", "2026-03-09", "5000.00"]]
flags = [{ unit_name = "水务局", vendor = "青山文印店", year = 2026, first_day = "2026-03-02" }]

[[case]]
name = "单笔 9999.99 元也算小额；一张单两行是一笔"
given.expenses = [["1", "水务局", "青山文印店", "2026-03-02", "9999.99"], ["2", "水务局", "青山文印店", "2026-03-03", "0.01"], ["2", "水务局", "青山文印店", "2026-03-03", "0.01"]]
flags = [{ unit_name = "水务局", vendor = "青山文印店", year = 2026, claims = 2, total = "10000.01" }]
---*/
with small as (
  select claim_id, unit_name, vendor, min(paid_on) as paid_on, sum(amount) as amount
  from expenses
  group by claim_id, unit_name, vendor
  having sum(amount) < :limit
), starts as (
  select distinct unit_name, vendor, paid_on
  from small
), spans as (
  select a.unit_name, a.vendor, a.paid_on as first_day, max(b.paid_on) as last_day, count(*) as claims, sum(b.amount) as total
  from starts a
  join small b on b.unit_name = a.unit_name and b.vendor = a.vendor and b.paid_on >= a.paid_on
  where days_between(a.paid_on, b.paid_on) <= :days
  group by a.unit_name, a.vendor, a.paid_on
  having sum(b.amount) >= :limit
), earliest as (
  select unit_name, vendor, year_of(first_day) as year, min(first_day) as first_day
  from spans
  group by unit_name, vendor, year_of(first_day)
)
select s.unit_name, s.vendor, e.year, s.first_day, s.last_day, s.claims, s.total
from spans s
join earliest e on e.unit_name = s.unit_name and e.vendor = s.vendor and e.first_day = s.first_day
