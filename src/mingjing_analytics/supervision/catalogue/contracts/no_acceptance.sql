/*---
id = "contract.no_acceptance"
version = 1
area = "contracts"
title = { zh = "款已付清，没有验收记录", en = "Paid without a record of acceptance" }
question = { zh = "已经付了合同的 {percent}% 以上，一直没有登记验收，是什么原因？", en = "Why was {percent}% or more of the contract paid while no acceptance was entered?" }
basis = [{ zh = "《政府采购法》第四十一条：采购人应当组织对供应商履约的验收", en = "Government Procurement Law, Article 41: the buyer organises the acceptance of performance" }]
key = ["contract_id"]
innocent = [
  { zh = "已经验收，验收单没有登记", en = "it was accepted and the record was not entered" },
  { zh = "按月付费的服务，逐月考核不另验收", en = "a monthly service is assessed by the month" },
  { zh = "合同约定先付款后供货，如订阅、保险", en = "paid in advance by agreement, as subscriptions and insurance are" },
]
unjudged = [
  { table = "contracts", where = "t.value is null", zh = "没有合同金额", en = "no value" },
  { table = "contract_payments", where = "t.amount is null", zh = "没有付款金额", en = "no amount paid" },
]

[tables]
contracts = ["contract_id", "unit_name", "supplier", "accepted_on", "value"]
contract_payments = ["payment_id", "contract_id", "paid_on", "amount"]

[params.percent]
type = "integer"
default = 90
min = 10
max = 100
label = { zh = "已付比例（%）", en = "share paid (%)" }

[facts]
unit_name = { type = "varchar", zh = "甲方单位", en = "buyer" }
value = { type = "decimal(18,2)", zh = "合同金额（元）", en = "value (CNY)" }
paid = { type = "decimal(18,2)", zh = "已付（元）", en = "paid (CNY)" }
last_paid = { type = "date", zh = "最近付款", en = "last payment" }

[evidence]
contracts = { by = { contract_id = "contract_id" } }
contract_payments = { by = { contract_id = "contract_id" } }

[[case]]
name = "没有验收，两次付到九成整，报"
given.contracts = [["C1", "水务局", "G1", "", "1000.00"]]
given.contract_payments = [["1", "C1", "2026-03-10", "500.00"], ["2", "C1", "2026-04-10", "400.00"]]
flags = [{ contract_id = "C1", unit_name = "水务局", value = "1000.00", paid = "900.00", last_paid = "2026-04-10" }]

[[case]]
name = "差一分钱到九成，不报；验收过的，不报；别的合同的付款不算，不报"
given.contracts = [["C1", "水务局", "G1", "", "1000.00"], ["C2", "水务局", "G1", "2026-03-01", "1000.00"], ["C3", "水务局", "G1", "", "1000.00"]]
given.contract_payments = [["1", "C1", "2026-03-10", "899.99"], ["2", "C2", "2026-03-10", "1000.00"], ["3", "C9", "2026-03-10", "1000.00"]]
flags = []
---*/
select c.contract_id, c.unit_name, c.value, sum(p.amount) as paid, max(p.paid_on) as last_paid
from contracts c
join contract_payments p on p.contract_id = c.contract_id
where c.accepted_on is null
group by c.contract_id, c.unit_name, c.value
having sum(p.amount) * 100 >= c.value * :percent
