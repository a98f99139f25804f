/*---
id = "contract.overpaid"
version = 1
area = "contracts"
title = { zh = "付款超过合同金额", en = "Paid more than the contract" }
question = { zh = "付出去的钱超过了合同和追加的合计，是什么原因？", en = "Why was more paid than the contract and its additions?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["contract_id"]
innocent = [
  { zh = "追加没有登记", en = "an addition was not registered" },
  { zh = "代付的税费、保证金退回记在付款里", en = "taxes or a returned deposit booked as payment" },
  { zh = "付款编号对应错合同", en = "the payment belongs to another contract" },
]
unjudged = [
  { table = "contracts", where = "t.value is null", zh = "没有合同金额", en = "no value" },
]

[tables]
contracts = ["contract_id", "unit_name", "value"]
contract_payments = ["payment_id", "contract_id", "amount"]
contract_changes = ["contract_id", "amount"]

[facts]
unit_name = { type = "varchar", zh = "甲方单位", en = "buyer" }
allowed = { type = "decimal(18,2)", zh = "合同和追加（元）", en = "contract and additions (CNY)" }
paid = { type = "decimal(18,2)", zh = "已付（元）", en = "paid (CNY)" }

[evidence]
contracts = { by = { contract_id = "contract_id" } }
contract_payments = { by = { contract_id = "contract_id" } }
contract_changes = { by = { contract_id = "contract_id" } }

[[case]]
name = "多付一分，报"
given.contracts = [["C1", "教育局", "1000.00"]]
given.contract_payments = [["1", "C1", "600.00"], ["2", "C1", "400.01"]]
given.contract_changes = []
flags = [{ contract_id = "C1", allowed = "1000.00", paid = "1000.01" }]

[[case]]
name = "恰好付清，追加的也算，不报"
given.contracts = [["C1", "教育局", "1000.00"], ["C2", "教育局", "500.00"]]
given.contract_payments = [["1", "C1", "1100.00"], ["2", "C2", "500.00"]]
given.contract_changes = [["C1", "60.00"], ["C1", "40.00"]]
flags = []

[[case]]
name = "有追加还多付，报"
given.contracts = [["C1", "教育局", "1000.00"]]
given.contract_payments = [["1", "C1", "1100.00"], ["2", "C1", "0.01"]]
given.contract_changes = [["C1", "100.00"]]
flags = [{ contract_id = "C1", allowed = "1100.00", paid = "1100.01" }]
---*/
with added as (
  select contract_id, sum(amount) as more
  from contract_changes
  group by contract_id
), paid as (
  select contract_id, sum(amount) as total
  from contract_payments
  group by contract_id
)
select c.contract_id, c.unit_name, c.value + coalesce(a.more, 0) as allowed, p.total as paid
from contracts c
join paid p on p.contract_id = c.contract_id
left join added a on a.contract_id = c.contract_id
where p.total > c.value + coalesce(a.more, 0)
