/*---
id = "contract.repeat_winner"
version = 1
area = "contracts"
screening = true
title = { zh = "合同集中给一家供应商", en = "Most contracts go to one supplier" }
question = { zh = "一年里这家供应商拿到 {least} 份以上合同，金额占本单位的 {percent}% 以上，是什么原因？", en = "Why did this supplier receive {least} contracts or more in a year and {percent}% or more of the unit's amount?" }
basis = [{ zh = "《政府采购法》第三条：公开透明、公平竞争、公正、诚实信用原则", en = "Government Procurement Law, Article 3: openness, fair competition, impartiality, good faith" }]
key = ["unit_name", "supplier", "year"]
innocent = [
  { zh = "框架协议或定点采购，一次招标多次下单", en = "a framework agreement, tendered once and ordered many times" },
  { zh = "当地只有一家能供，如水、电、气", en = "only one supplier can serve, as for water, power or gas" },
  { zh = "单位全年采购很少，一家占比自然高", en = "the unit bought little in the year, so one share is large" },
]
unjudged = [
  { table = "contracts", where = "t.supplier is null or t.signed_on is null or t.value is null", zh = "没有供应商、签订日期或金额", en = "no supplier, day of signature or value" },
]

[tables]
contracts = ["contract_id", "unit_name", "supplier", "signed_on", "value"]

[params.least]
type = "integer"
default = 5
min = 2
max = 100
label = { zh = "至少几份合同", en = "contracts at least" }

[params.percent]
type = "integer"
default = 50
min = 10
max = 100
label = { zh = "占比（%）", en = "share (%)" }

[facts]
contracts = { type = "bigint", zh = "合同份数", en = "contracts" }
total = { type = "decimal(18,2)", zh = "这家合计（元）", en = "with this supplier (CNY)" }
unit_total = { type = "decimal(18,2)", zh = "本单位合计（元）", en = "of the unit (CNY)" }
share = { type = "bigint", zh = "占比（万分比）", en = "share, in ten-thousandths" }

[evidence]
contracts = { by = { unit_name = "unit_name", supplier = "supplier" }, where = "year_of(t.signed_on) = f.year" }

[[case]]
name = "改为三份：三份占一半整，报；上一年的、别的单位的不算进来"
params = { least = 3 }
given.contracts = [["1", "水务局", "G1", "2026-01-05", "100.00"], ["2", "水务局", "G1", "2026-02-05", "100.00"], ["3", "水务局", "G1", "2026-12-31", "300.00"], ["4", "水务局", "G2", "2026-03-05", "500.00"], ["5", "水务局", "G2", "2025-03-05", "900.00"], ["6", "林业局", "G1", "2026-03-05", "50.00"], ["7", "林业局", "G2", "2026-03-05", "60.00"]]
flags = [{ unit_name = "水务局", supplier = "G1", year = 2026, contracts = 3, total = "500.00", unit_total = "1000.00", share = 5000 }]

[[case]]
name = "三份但占比差一点，不报；占比很高但只有两份，不报"
params = { least = 3 }
given.contracts = [["1", "水务局", "G1", "2026-01-05", "100.00"], ["2", "水务局", "G1", "2026-02-05", "100.00"], ["3", "水务局", "G1", "2026-12-31", "299.99"], ["4", "水务局", "G2", "2026-03-05", "500.00"], ["5", "林业局", "G1", "2026-03-05", "400.00"], ["6", "林业局", "G1", "2026-04-05", "400.00"]]
flags = []

[[case]]
name = "占八成，报；一份合同登记两行是一份，不报"
params = { least = 3 }
given.contracts = [["1", "水务局", "G1", "2026-01-05", "100.00"], ["2", "水务局", "G1", "2026-02-05", "100.00"], ["3", "水务局", "G1", "2026-03-05", "200.00"], ["4", "水务局", "G2", "2026-03-05", "100.00"], ["5", "林业局", "G1", "2026-03-05", "400.00"], ["5", "林业局", "G1", "2026-03-05", "400.00"], ["6", "林业局", "G1", "2026-03-05", "400.00"]]
flags = [{ unit_name = "水务局", supplier = "G1", year = 2026, share = 8000 }]

[[case]]
name = "三份合同其中一份登记两行"
params = { least = 3 }
given.contracts = [["1", "水务局", "G1", "2026-01-05", "100.00"], ["2", "水务局", "G1", "2026-02-05", "100.00"], ["3", "水务局", "G1", "2026-03-05", "100.00"], ["3", "水务局", "G1", "2026-03-05", "100.00"]]
flags = [{ unit_name = "水务局", supplier = "G1", year = 2026, contracts = 3, share = 10000 }]
---*/
with whole as (
  select unit_name, year_of(signed_on) as year, sum(value) as unit_total
  from contracts
  group by unit_name, year_of(signed_on)
), each_one as (
  select unit_name, supplier, year_of(signed_on) as year, count(distinct contract_id) as contracts, sum(value) as total
  from contracts
  group by unit_name, supplier, year_of(signed_on)
)
select e.unit_name, e.supplier, e.year, e.contracts, e.total, w.unit_total, basis_points(e.total, w.unit_total) as share
from each_one e
join whole w on w.unit_name = e.unit_name and w.year = e.year
where e.contracts >= :least and e.total * 100 >= w.unit_total * :percent
