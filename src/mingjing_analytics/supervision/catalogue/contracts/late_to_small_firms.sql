/*---
id = "contract.late_to_small_firms"
version = 1
area = "contracts"
title = { zh = "拖欠中小企业款项", en = "Late payment of a small firm" }
question = { zh = "货物、工程、服务交付 {days} 天后，给中小企业的款还没有付清，是什么原因？", en = "Why was a small firm not paid in full within {days} days of delivery?" }
basis = [{ fact = "SME-9-gov" }]
key = ["contract_id"]
innocent = [
  { zh = "合同另有约定，最长六十日", en = "the contract agrees on up to sixty days" },
  { zh = "质量有争议，正在处理", en = "the quality is disputed" },
  { zh = "对方没有开票", en = "the firm has not sent its invoice" },
]
unjudged = [
  { table = "contracts", where = "t.small_firm is null or t.value is null", zh = "没有写明是否中小企业，或没有合同金额", en = "not said whether a small firm, or no value" },
]

[tables]
contracts = ["contract_id", "unit_name", "small_firm", "delivered_on", "value"]
contract_payments = ["payment_id", "contract_id", "paid_on", "amount"]

[params.days]
type = "integer"
default = 30
min = 1
max = 60
label = { zh = "付款天数", en = "days to pay" }
law = "SME-9-gov"

[facts]
unit_name = { type = "varchar", zh = "甲方单位", en = "buyer" }
delivered_on = { type = "date", zh = "交付日期", en = "day delivered" }
value = { type = "decimal(18,2)", zh = "合同金额（元）", en = "value (CNY)" }
in_time = { type = "decimal(18,2)", zh = "按期已付（元）", en = "paid in time (CNY)" }

[evidence]
contracts = { by = { contract_id = "contract_id" } }
contract_payments = { by = { contract_id = "contract_id" } }

[[case]]
name = "第三十一天才付，报"
given.contracts = [["C1", "教育局", true, "2026-03-01", "1000.00"]]
given.contract_payments = [["1", "C1", "2026-04-01", "1000.00"]]
flags = [{ contract_id = "C1", in_time = "0.00" }]

[[case]]
name = "第三十天付清，不报"
given.contracts = [["C1", "教育局", true, "2026-03-01", "1000.00"]]
given.contract_payments = [["1", "C1", "2026-03-31", "1000.00"]]
flags = []

[[case]]
name = "按期付了一部分，报；一笔没付，也报"
given.contracts = [["C1", "教育局", true, "2026-03-01", "1000.00"], ["C2", "卫健局", true, "2026-03-01", "500.00"]]
given.contract_payments = [["1", "C1", "2026-03-20", "999.99"]]
flags = [{ contract_id = "C1", in_time = "999.99" }, { contract_id = "C2", in_time = "0.00" }]

[[case]]
name = "大企业不按这一条；还没交付的不算"
given.contracts = [["C1", "教育局", false, "2026-03-01", "1000.00"], ["C2", "教育局", true, "", "1000.00"]]
given.contract_payments = []
flags = []
---*/
with paid as (
  select c.contract_id, sum(p.amount) as total
  from contracts c
  join contract_payments p on p.contract_id = c.contract_id
  where days_between(c.delivered_on, p.paid_on) <= :days
  group by c.contract_id
)
select c.contract_id, c.unit_name, c.delivered_on, c.value, coalesce(p.total, 0) as in_time
from contracts c
left join paid p on p.contract_id = c.contract_id
where c.small_firm and c.delivered_on is not null and coalesce(p.total, 0) < c.value
