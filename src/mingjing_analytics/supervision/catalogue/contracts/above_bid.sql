/*---
id = "contract.above_bid"
version = 1
area = "contracts"
title = { zh = "合同金额高于中标价", en = "Contract above the winning price" }
question = { zh = "合同金额比中标价高出 {tolerance} 元以上，是什么原因？", en = "Why is the contract {tolerance} CNY or more above the winning price?" }
basis = [{ fact = "BID-46" }, { zh = "《招标投标法》第四十六条：按照招标文件和中标人的投标文件订立合同", en = "Tendering and Bidding Law, Article 46: the contract follows the tender documents and the winning bid" }]
key = ["project_id"]
innocent = [
  { zh = "中标价不含税，合同含税", en = "the winning price was without tax, the contract with it" },
  { zh = "合同含暂列金额，报价表没有登记", en = "the contract holds a provisional sum that the bids left out" },
  { zh = "几个标段合签一份合同，只登记了一个标段", en = "one contract for several lots, entered under one of them" },
]
unjudged = [
  { table = "contracts", where = "t.project_id is not null and t.value is null", zh = "没有合同金额", en = "no value" },
  { table = "bids", where = "t.won is null or (t.won = true and t.price is null)", zh = "没有写明是否中标，或没有中标价", en = "not said who won, or no winning price" },
]

[tables]
contracts = ["contract_id", "project_id", "unit_name", "supplier", "value"]
bids = ["project_id", "bidder", "price", "won"]

[params.tolerance]
type = "integer"
default = 1
min = 0
max = 1000000
label = { zh = "容许尾差（元）", en = "tolerance (CNY)" }

[facts]
unit_name = { type = "varchar", zh = "甲方单位", en = "buyer" }
winning = { type = "decimal(18,2)", zh = "中标价合计（元）", en = "winning price (CNY)" }
signed = { type = "decimal(18,2)", zh = "合同合计（元）", en = "contracts (CNY)" }

[evidence]
contracts = { by = { project_id = "project_id" } }
bids = { by = { project_id = "project_id" }, where = "t.won = true" }

[[case]]
name = "合同恰好比中标价高一元，报；落标人的报价不算"
given.contracts = [["C1", "P1", "水务局", "G1", "100001.00"]]
given.bids = [["P1", "G1", "100000.00", true], ["P1", "G2", "200000.00", false]]
flags = [{ project_id = "P1", unit_name = "水务局", winning = "100000.00", signed = "100001.00" }]

[[case]]
name = "高出不到一元，不报；低于中标价，不报；别的项目中标价低，不报"
given.contracts = [["C1", "P1", "水务局", "G1", "100000.99"], ["C2", "P2", "水务局", "G1", "90000.00"]]
given.bids = [["P1", "G1", "100000.00", true], ["P2", "G1", "100000.00", true], ["P3", "G1", "10.00", true]]
flags = []

[[case]]
name = "一个项目两家中标、分签两份合同，合计比较，不报；另一项目分签两份，合计高了，报"
given.contracts = [["C1", "P1", "水务局", "G1", "60000.00"], ["C2", "P1", "水务局", "G2", "40000.00"], ["C3", "P2", "林业局", "G1", "60000.00"], ["C4", "P2", "水务局", "G1", "60000.00"]]
given.bids = [["P1", "G1", "60000.00", true], ["P1", "G2", "40000.00", true], ["P2", "G1", "100000.00", true]]
flags = [{ project_id = "P2", unit_name = "林业局", signed = "120000.00" }]
---*/
with awarded as (
  select project_id, sum(price) as winning
  from bids
  where won = true
  group by project_id
), agreed as (
  select project_id, min(unit_name) as unit_name, sum(value) as signed
  from contracts
  group by project_id
)
select s.project_id, s.unit_name, a.winning, s.signed
from agreed s
join awarded a on a.project_id = s.project_id
where s.signed >= a.winning + :tolerance
