/*---
id = "contract.additions"
version = 1
area = "contracts"
title = { zh = "追加金额超过合同的一成", en = "Additions of over a tenth" }
question = { zh = "这份合同追加的金额超过原合同的 {percent}%，是什么原因？", en = "Why do the additions exceed {percent}% of this contract?" }
basis = [{ zh = "《政府采购法》第四十九条：补充合同不超过原合同采购金额的百分之十", en = "Government Procurement Law, Article 49: supplements of no more than ten per cent" }]
key = ["contract_id"]
innocent = [
  { zh = "工程按实结算，清单外项目经过重新审批", en = "works settled by measure, extra items approved anew" },
  { zh = "政策性调价", en = "prices adjusted by regulation" },
  { zh = "追加的是另一份合同，编号写错", en = "the addition belongs to another contract" },
]
unjudged = [
  { table = "contracts", where = "t.value is null", zh = "没有合同金额", en = "no value" },
]

[tables]
contracts = ["contract_id", "unit_name", "value"]
contract_changes = ["change_id", "contract_id", "amount"]

[params.percent]
type = "integer"
default = 10
min = 1
max = 100
label = { zh = "追加上限（%）", en = "limit of additions (%)" }

[facts]
unit_name = { type = "varchar", zh = "甲方单位", en = "buyer" }
value = { type = "decimal(18,2)", zh = "合同金额（元）", en = "value (CNY)" }
added = { type = "decimal(18,2)", zh = "追加金额（元）", en = "added (CNY)" }
share = { type = "bigint", zh = "追加占合同（万分比）", en = "added, in ten-thousandths" }

[evidence]
contracts = { by = { contract_id = "contract_id" } }
contract_changes = { by = { contract_id = "contract_id" } }

[[case]]
name = "两次追加合计百分之十多一分，报"
given.contracts = [["C1", "教育局", "1000.00"]]
given.contract_changes = [["1", "C1", "60.00"], ["2", "C1", "40.01"]]
flags = [{ contract_id = "C1", unit_name = "教育局", added = "100.01", share = 1000 }]

[[case]]
name = "恰好百分之十，不报；减少的抵掉"
given.contracts = [["C1", "教育局", "1000.00"], ["C2", "教育局", "1000.00"]]
given.contract_changes = [["1", "C1", "100.00"], ["2", "C2", "150.00"], ["3", "C2", "-50.00"]]
flags = []
---*/
select c.contract_id, c.unit_name, c.value, sum(h.amount) as added, basis_points(sum(h.amount), c.value) as share
from contracts c
join contract_changes h on h.contract_id = c.contract_id
group by c.contract_id, c.unit_name, c.value
having sum(h.amount) * 100 > c.value * :percent
