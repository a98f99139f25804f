/*---
id = "contract.advance"
version = 1
area = "contracts"
title = { zh = "预付款超过约定比例", en = "Advance above the agreed share" }
question = { zh = "预付款合计比合同约定的比例多出 {tolerance} 元以上，是什么原因？", en = "Why is the advance {tolerance} CNY or more above the share agreed in the contract?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["contract_id"]
innocent = [
  { zh = "补充协议提高了预付比例，台账没有更新", en = "a supplement raised the share and the list was not updated" },
  { zh = "进度款误记成预付款", en = "a progress payment was booked as an advance" },
  { zh = "为保供、疫情、救灾，上级要求多预付", en = "higher offices asked for larger advances to secure supply" },
]
unjudged = [
  { table = "contracts", where = "t.advance_percent is null or t.value is null", zh = "没有约定预付比例或合同金额", en = "no agreed advance or no value" },
  { table = "contract_payments", where = "t.purpose is null", zh = "没有款项性质", en = "no purpose" },
]

[tables]
contracts = ["contract_id", "unit_name", "supplier", "value", "advance_percent"]
contract_payments = ["payment_id", "contract_id", "paid_on", "purpose", "amount"]

[params.tolerance]
type = "integer"
default = 1
min = 0
max = 1000000
label = { zh = "容许尾差（元）", en = "tolerance (CNY)" }

[facts]
unit_name = { type = "varchar", zh = "甲方单位", en = "buyer" }
value = { type = "decimal(18,2)", zh = "合同金额（元）", en = "value (CNY)" }
advance_percent = { type = "bigint", zh = "约定预付比例（%）", en = "agreed advance (%)" }
advanced = { type = "decimal(18,2)", zh = "已付预付款（元）", en = "advanced (CNY)" }

[evidence]
contracts = { by = { contract_id = "contract_id" } }
contract_payments = { by = { contract_id = "contract_id" }, where = "t.purpose = '预付款'" }

[[case]]
name = "约定三成，两次预付多出一元，报"
given.contracts = [["C1", "水务局", "G1", "1000.00", 30]]
given.contract_payments = [["1", "C1", "2026-03-02", "预付款", "200.00"], ["2", "C1", "2026-03-12", "预付款", "101.00"]]
flags = [{ contract_id = "C1", unit_name = "水务局", value = "1000.00", advance_percent = 30, advanced = "301.00" }]

[[case]]
name = "多出不到一元的尾差，不报；进度款不算预付，不报；少付，不报"
given.contracts = [["C1", "水务局", "G1", "1000.00", 30], ["C2", "水务局", "G1", "1000.00", 30], ["C3", "水务局", "G1", "1000.00", 30]]
given.contract_payments = [["1", "C1", "2026-03-02", "预付款", "300.99"], ["2", "C2", "2026-03-02", "预付款", "300.00"], ["3", "C2", "2026-06-02", "进度款", "400.00"], ["4", "C3", "2026-03-02", "预付款", "100.00"]]
flags = []

[[case]]
name = "约定不预付却付了，报"
given.contracts = [["C1", "水务局", "G1", "1000.00", 0]]
given.contract_payments = [["1", "C1", "2026-03-02", "预付款", "500.00"]]
flags = [{ contract_id = "C1", advanced = "500.00" }]
---*/
select c.contract_id, c.unit_name, c.value, c.advance_percent, sum(p.amount) as advanced
from contracts c
join contract_payments p on p.contract_id = c.contract_id
where p.purpose = '预付款'
group by c.contract_id, c.unit_name, c.value, c.advance_percent
having (sum(p.amount) - :tolerance) * 100 >= c.value * c.advance_percent
