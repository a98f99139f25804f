/*---
id = "contract.change_after_acceptance"
version = 1
area = "contracts"
title = { zh = "验收以后还追加金额", en = "Additions after acceptance" }
question = { zh = "验收 {days} 天以后合同又追加了金额，是什么原因？", en = "Why was the amount of the contract raised more than {days} days after acceptance?" }
basis = [{ fact = "GPL-49" }, { zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["contract_id"]
innocent = [
  { zh = "结算审计后按实调整", en = "the final audit settled the true quantity" },
  { zh = "变更早已批准，验收后才登记", en = "the change was approved before and entered later" },
  { zh = "验收的是一期，追加属于二期", en = "the first stage was accepted and the addition is of the second" },
]
unjudged = [
  { table = "contract_changes", where = "t.changed_on is null or t.amount is null", zh = "没有变更日期或金额", en = "no day or amount of the change" },
  { table = "contracts", where = "t.accepted_on is null", zh = "没有验收日期", en = "no day of acceptance" },
]

[tables]
contracts = ["contract_id", "unit_name", "accepted_on", "value"]
contract_changes = ["change_id", "contract_id", "changed_on", "amount"]

[params.days]
type = "integer"
default = 0
min = 0
max = 365
label = { zh = "宽限天数", en = "days of grace" }

[facts]
unit_name = { type = "varchar", zh = "甲方单位", en = "buyer" }
accepted_on = { type = "date", zh = "验收日期", en = "day accepted" }
added = { type = "decimal(18,2)", zh = "验收后追加（元）", en = "added afterwards (CNY)" }
last_change = { type = "date", zh = "最近一次变更", en = "last change" }

[evidence]
contracts = { by = { contract_id = "contract_id" } }
contract_changes = { by = { contract_id = "contract_id" }, where = "t.amount > 0 and days_between(f.accepted_on, t.changed_on) > :days" }

[[case]]
name = "验收次日追加一分钱，又追加一次，报；验收前的追加、验收后的核减不算进来"
given.contracts = [["C1", "水务局", "2026-05-10", "1000.00"]]
given.contract_changes = [["1", "C1", "2026-05-11", "0.01"], ["2", "C1", "2026-06-11", "20.00"], ["3", "C1", "2026-05-01", "30.00"], ["4", "C1", "2026-07-11", "-5.00"]]
flags = [{ contract_id = "C1", unit_name = "水务局", accepted_on = "2026-05-10", added = "20.01", last_change = "2026-06-11" }]

[[case]]
name = "验收当天的变更，不报；验收后没有加钱的变更、别的合同的变更，不报"
given.contracts = [["C1", "水务局", "2026-05-10", "1000.00"], ["C2", "水务局", "2026-05-10", "1000.00"]]
given.contract_changes = [["1", "C1", "2026-05-10", "50.00"], ["2", "C2", "2026-06-10", "0.00"], ["3", "C3", "2026-06-10", "70.00"]]
flags = []

[[case]]
name = "结算宽限九十天：第九十天，不报；第九十一天，报"
params = { days = 90 }
given.contracts = [["C1", "水务局", "2026-01-01", "1000.00"], ["C2", "水务局", "2026-01-01", "1000.00"]]
given.contract_changes = [["1", "C1", "2026-04-01", "50.00"], ["2", "C2", "2026-04-02", "50.00"]]
flags = [{ contract_id = "C2" }]
---*/
select c.contract_id, c.unit_name, c.accepted_on, sum(h.amount) as added, max(h.changed_on) as last_change
from contracts c
join contract_changes h on h.contract_id = c.contract_id
where days_between(c.accepted_on, h.changed_on) > :days and h.amount > 0
group by c.contract_id, c.unit_name, c.accepted_on
