/*---
id = "contract.paid_before_signing"
version = 1
area = "contracts"
title = { zh = "合同没签就付款", en = "Paid before the contract was signed" }
question = { zh = "合同签订前 {days} 天以上就付了款，是什么原因？", en = "Why was money paid {days} days or more before the contract was signed?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["contract_id"]
innocent = [
  { zh = "应急抢险先实施，合同后补", en = "emergency work was done first and the contract followed" },
  { zh = "续签合同，付款属于上一份合同", en = "the contract renews another to which the payment belongs" },
  { zh = "签订日期登记成了备案日期", en = "the day of filing was entered as that of signature" },
]
unjudged = [
  { table = "contracts", where = "t.signed_on is null", zh = "没有签订日期", en = "no day of signature" },
  { table = "contract_payments", where = "t.paid_on is null", zh = "没有付款日期", en = "no day of payment" },
]

[tables]
contracts = ["contract_id", "unit_name", "supplier", "signed_on", "value"]
contract_payments = ["payment_id", "contract_id", "paid_on", "amount"]

[params.days]
type = "integer"
default = 1
min = 1
max = 365
label = { zh = "提前天数", en = "days before" }

[facts]
unit_name = { type = "varchar", zh = "甲方单位", en = "buyer" }
signed_on = { type = "date", zh = "签订日期", en = "day signed" }
first_paid = { type = "date", zh = "最早付款", en = "first payment" }
early = { type = "decimal(18,2)", zh = "签订前已付（元）", en = "paid before (CNY)" }

[evidence]
contracts = { by = { contract_id = "contract_id" } }
contract_payments = { by = { contract_id = "contract_id" }, where = "days_between(t.paid_on, f.signed_on) >= :days" }

[[case]]
name = "签订前一天和前十天各付一笔，报；签订当天的不算进来"
given.contracts = [["C1", "水务局", "G1", "2026-03-11", "1000.00"]]
given.contract_payments = [["1", "C1", "2026-03-10", "100.00"], ["2", "C1", "2026-03-01", "200.00"], ["3", "C1", "2026-03-11", "300.00"]]
flags = [{ contract_id = "C1", unit_name = "水务局", signed_on = "2026-03-11", first_paid = "2026-03-01", early = "300.00" }]

[[case]]
name = "签订当天、签订以后付款，不报"
given.contracts = [["C1", "水务局", "G1", "2026-03-11", "1000.00"]]
given.contract_payments = [["1", "C1", "2026-03-11", "100.00"], ["2", "C1", "2026-04-11", "100.00"]]
flags = []

[[case]]
name = "先实施后补合同，放宽到十五天：提前十四天，不报"
params = { days = 15 }
given.contracts = [["C1", "水务局", "G1", "2026-03-15", "1000.00"], ["C2", "水务局", "G1", "2026-03-16", "1000.00"]]
given.contract_payments = [["1", "C1", "2026-03-01", "100.00"], ["2", "C2", "2026-03-01", "100.00"]]
flags = [{ contract_id = "C2" }]
---*/
select c.contract_id, c.unit_name, c.signed_on, min(p.paid_on) as first_paid, sum(p.amount) as early
from contracts c
join contract_payments p on p.contract_id = c.contract_id
where days_between(p.paid_on, c.signed_on) >= :days
group by c.contract_id, c.unit_name, c.signed_on
