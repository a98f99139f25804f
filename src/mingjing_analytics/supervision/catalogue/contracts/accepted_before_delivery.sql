/*---
id = "contract.accepted_before_delivery"
version = 1
area = "contracts"
title = { zh = "没交付就验收", en = "Accepted before delivery" }
question = { zh = "验收日期比交付日期早 {days} 天以上，是什么原因？", en = "Why is the acceptance dated {days} days or more before the delivery?" }
basis = [{ zh = "《政府采购法》第四十一条：采购人应当组织对供应商履约的验收", en = "Government Procurement Law, Article 41: the buyer organises the acceptance of performance" }]
key = ["contract_id"]
innocent = [
  { zh = "分批交付，验收登记的是第一批", en = "delivered in parts and the first one was accepted" },
  { zh = "先在厂内验收，再运到现场", en = "accepted at the works and delivered afterwards" },
  { zh = "两个日期填反了", en = "the two days were swapped" },
]
unjudged = [
  { table = "contracts", where = "t.accepted_on is null or t.delivered_on is null", zh = "没有验收日期或交付日期", en = "no day of acceptance or of delivery" },
]

[tables]
contracts = ["contract_id", "unit_name", "supplier", "delivered_on", "accepted_on", "value"]

[params.days]
type = "integer"
default = 1
min = 1
max = 90
label = { zh = "提前天数", en = "days before" }

[facts]
unit_name = { type = "varchar", zh = "甲方单位", en = "buyer" }
accepted_on = { type = "date", zh = "验收日期", en = "day accepted" }
delivered_on = { type = "date", zh = "交付日期", en = "day delivered" }
value = { type = "decimal(18,2)", zh = "合同金额（元）", en = "value (CNY)" }

[evidence]
contracts = { by = { contract_id = "contract_id" } }

[[case]]
name = "交付前一天验收，报；早十天，也报"
given.contracts = [["C1", "水务局", "G1", "2026-03-11", "2026-03-10", "1000.00"], ["C2", "水务局", "G1", "2026-03-11", "2026-03-01", "1000.00"]]
flags = [{ contract_id = "C1", unit_name = "水务局", accepted_on = "2026-03-10", delivered_on = "2026-03-11", value = "1000.00" }, { contract_id = "C2" }]

[[case]]
name = "当天交付当天验收，不报；还没验收，不判断"
given.contracts = [["C1", "水务局", "G1", "2026-03-11", "2026-03-11", "1000.00"], ["C2", "水务局", "G1", "2026-03-11", "2026-03-20", "1000.00"], ["C3", "水务局", "G1", "2026-03-11", "", "1000.00"]]
flags = []
---*/
select c.contract_id, c.unit_name, c.accepted_on, c.delivered_on, c.value
from contracts c
where days_between(c.accepted_on, c.delivered_on) >= :days
