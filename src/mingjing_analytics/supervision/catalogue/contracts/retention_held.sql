/*---
id = "contract.retention_held"
version = 1
area = "contracts"
title = { zh = "质量保证金到期没有退", en = "Retention money not returned" }
question = { zh = "到 {as_of} 为止，质保期满 {days} 天以上，质量保证金还没有退清，是什么原因？", en = "As of {as_of} the warranty ended more than {days} days ago: why was the retention money not returned in full?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["contract_id"]
innocent = [
  { zh = "质量问题没有整改完，双方有书面约定", en = "defects are still being repaired, as agreed in writing" },
  { zh = "供应商没有提出申请或账户已销", en = "the supplier has not asked for it or its account was closed" },
  { zh = "用保函代替了现金，没有可退的款", en = "a guarantee stood in for the money" },
]
unjudged = [
  { table = "contracts", where = "t.retention is null or t.retention_until is null", zh = "没有质量保证金或质保期满日", en = "no retention money or no end of warranty" },
  { table = "contract_payments", where = "t.purpose is null or t.paid_on is null", zh = "没有款项性质或付款日期", en = "no purpose or no day of payment" },
]

[tables]
contracts = ["contract_id", "unit_name", "supplier", "retention", "retention_until"]
contract_payments = ["payment_id", "contract_id", "paid_on", "purpose", "amount"]

[params.days]
type = "integer"
default = 30
min = 0
max = 365
label = { zh = "宽限天数", en = "days of grace" }

[params.as_of]
type = "date"
default = "2026-10-31"
label = { zh = "看到哪一天", en = "as of" }

[facts]
unit_name = { type = "varchar", zh = "甲方单位", en = "buyer" }
retention_until = { type = "date", zh = "质保期满日", en = "end of the warranty" }
retention = { type = "decimal(18,2)", zh = "质量保证金（元）", en = "retention money (CNY)" }
returned = { type = "decimal(18,2)", zh = "已退（元）", en = "returned (CNY)" }

[evidence]
contracts = { by = { contract_id = "contract_id" } }
contract_payments = { by = { contract_id = "contract_id" }, where = "t.purpose = '质保金' and t.paid_on <= :as_of" }

[[case]]
name = "期满三十一天，退了两次还差一分钱，报；别的款不算退"
given.contracts = [["C1", "水务局", "G1", "1000.00", "2026-09-30"]]
given.contract_payments = [["1", "C1", "2026-10-10", "质保金", "900.00"], ["2", "C1", "2026-10-31", "质保金", "99.99"], ["3", "C1", "2026-10-10", "进度款", "5000.00"]]
flags = [{ contract_id = "C1", unit_name = "水务局", retention_until = "2026-09-30", retention = "1000.00", returned = "999.99" }]

[[case]]
name = "期满恰好三十天，不报；退清，不报；没有质保金，不报"
given.contracts = [["C1", "水务局", "G1", "1000.00", "2026-10-01"], ["C2", "水务局", "G1", "1000.00", "2026-01-01"], ["C3", "水务局", "G1", "0.00", "2026-01-01"]]
given.contract_payments = [["1", "C2", "2026-10-31", "质保金", "1000.00"]]
flags = []

[[case]]
name = "一分没退，报；截止日以后才退的，还算没退"
given.contracts = [["C1", "水务局", "G1", "1000.00", "2026-01-01"], ["C2", "水务局", "G1", "0.50", "2026-01-01"]]
given.contract_payments = [["1", "C2", "2026-11-01", "质保金", "0.50"]]
flags = [{ contract_id = "C1", returned = "0.00" }, { contract_id = "C2", returned = "0.00" }]
---*/
with back as (
  select contract_id, sum(amount) as total
  from contract_payments
  where purpose = '质保金' and paid_on <= :as_of
  group by contract_id
)
select c.contract_id, c.unit_name, c.retention_until, c.retention, coalesce(b.total, 0) as returned
from contracts c
left join back b on b.contract_id = c.contract_id
where days_between(c.retention_until, :as_of) > :days and coalesce(b.total, 0) < c.retention
