/*---
id = "contract.bond"
version = 1
area = "contracts"
title = { zh = "履约保证金超过合同的一成", en = "Performance bond above a tenth" }
question = { zh = "收取的履约保证金超过合同金额的 {percent}%，是什么原因？", en = "Why is the performance bond above {percent}% of the contract?" }
basis = [{ fact = "GPR-48" }, { fact = "BIR-58" }]
key = ["contract_id"]
innocent = [
  { zh = "把工资保证金、质量保证金合并登记了", en = "wage or quality deposits were booked with it" },
  { zh = "合同后来减了金额，保证金按原金额收", en = "the contract was reduced after the bond was taken" },
  { zh = "几份合同合收一笔保证金", en = "one bond covers several contracts" },
]
unjudged = [
  { table = "contracts", where = "t.bond is null or t.value is null", zh = "没有履约保证金或合同金额", en = "no bond or no value" },
]

[tables]
contracts = ["contract_id", "unit_name", "supplier", "value", "bond"]

[params.percent]
type = "integer"
default = 10
min = 1
max = 20
law = "GPR-48"
label = { zh = "上限（%）", en = "limit (%)" }

[facts]
unit_name = { type = "varchar", zh = "甲方单位", en = "buyer" }
value = { type = "decimal(18,2)", zh = "合同金额（元）", en = "value (CNY)" }
bond = { type = "decimal(18,2)", zh = "履约保证金（元）", en = "performance bond (CNY)" }
share = { type = "bigint", zh = "占合同（万分比）", en = "share, in ten-thousandths" }

[evidence]
contracts = { by = { contract_id = "contract_id" } }

[[case]]
name = "超过一成一分钱，报"
given.contracts = [["C1", "水务局", "G1", "1000.00", "100.01"]]
flags = [{ contract_id = "C1", unit_name = "水务局", value = "1000.00", bond = "100.01", share = 1000 }]

[[case]]
name = "恰好一成，不报；收得少、不收，不报"
given.contracts = [["C1", "水务局", "G1", "1000.00", "100.00"], ["C2", "水务局", "G1", "1000.00", "50.00"], ["C3", "水务局", "G1", "1000.00", "0.00"], ["C4", "水务局", "G1", "1000.00", ""]]
flags = []

[[case]]
name = "本县对中小企业只收百分之五，照本县的"
params = { percent = 5 }
given.contracts = [["C1", "水务局", "G1", "1000.00", "50.01"], ["C2", "水务局", "G1", "1000.00", "50.00"]]
flags = [{ contract_id = "C1", share = 500 }]
---*/
select c.contract_id, c.unit_name, c.value, c.bond, basis_points(c.bond, c.value) as share
from contracts c
where c.bond * 100 > c.value * :percent
