/*---
id = "contract.early_payment"
version = 1
area = "contracts"
title = { zh = "验收以前付清", en = "Paid in full before acceptance" }
question = { zh = "验收以前就付了合同的 {percent}% 以上，是什么原因？", en = "Why was {percent}% or more of the contract paid before acceptance?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["contract_id"]
innocent = [
  { zh = "合同约定预付，有保函", en = "the contract agrees on advance payment with a guarantee" },
  { zh = "验收单日期登记晚了", en = "the acceptance was dated late" },
  { zh = "分批验收，台账只记最后一批", en = "accepted in parts, the list has the last one" },
]
unjudged = [
  { table = "contracts", where = "t.accepted_on is null or t.value is null", zh = "没有验收日期或合同金额", en = "no day of acceptance or no value" },
]

[tables]
contracts = ["contract_id", "unit_name", "accepted_on", "value"]
contract_payments = ["payment_id", "contract_id", "paid_on", "amount"]

[params.percent]
type = "integer"
default = 90
min = 10
max = 100
label = { zh = "占合同（%）", en = "share of the contract (%)" }

[facts]
unit_name = { type = "varchar", zh = "甲方单位", en = "buyer" }
accepted_on = { type = "date", zh = "验收日期", en = "day accepted" }
early = { type = "decimal(18,2)", zh = "验收前已付（元）", en = "paid before (CNY)" }
value = { type = "decimal(18,2)", zh = "合同金额（元）", en = "value (CNY)" }

[evidence]
contracts = { by = { contract_id = "contract_id" } }
contract_payments = { by = { contract_id = "contract_id" }, where = "t.paid_on < f.accepted_on" }

[[case]]
name = "验收前一天付到九成，报"
given.contracts = [["C1", "教育局", "2026-05-10", "1000.00"]]
given.contract_payments = [["1", "C1", "2026-05-09", "900.00"], ["2", "C1", "2026-05-10", "100.00"]]
flags = [{ contract_id = "C1", early = "900.00", accepted_on = "2026-05-10" }]

[[case]]
name = "验收前付到九成差一分，验收当天付清，不报"
given.contracts = [["C1", "教育局", "2026-05-10", "1000.00"]]
given.contract_payments = [["1", "C1", "2026-05-09", "899.99"], ["2", "C1", "2026-05-10", "100.01"]]
flags = []
---*/
select c.contract_id, c.unit_name, c.accepted_on, sum(p.amount) as early, c.value
from contracts c
join contract_payments p on p.contract_id = c.contract_id
where p.paid_on < c.accepted_on
group by c.contract_id, c.unit_name, c.accepted_on, c.value
having sum(p.amount) * 100 >= c.value * :percent
