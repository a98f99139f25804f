/*---
id = "contract.late_to_small_firms"
version = 2
area = "contracts"
title = { zh = "拖欠中小企业款项", en = "Late payment of a small firm" }
question = { zh = "到 {as_of} 为止，交付后 {days} 天（合同另有约定的按约定，最长 {longest} 天）没有给中小企业付清，是什么原因？", en = "As of {as_of}: why was a small firm not paid in full within {days} days of delivery, or within the days agreed, at most {longest}?" }
basis = [{ fact = "SME-9-gov" }, { zh = "《保障中小企业款项支付条例》第九条：合同另有约定的，付款期限最长不得超过六十日", en = "Regulations on Ensuring Payments to SMEs, Article 9: a contract may agree on sixty days at most" }]
key = ["contract_id"]
innocent = [
  { zh = "合同约定按进度结算，从双方确认金额之日起算", en = "settled by progress, counted from the day both confirmed the amount" },
  { zh = "质量有争议，正在处理", en = "the quality is disputed" },
  { zh = "质量保证金按约定留到质保期满", en = "retention money is held until the warranty ends, as agreed" },
]
unjudged = [
  { table = "contracts", where = "t.small_firm is null or t.value is null", zh = "没有写明是否中小企业，或没有合同金额", en = "not said whether a small firm, or no value" },
  { table = "contract_payments", where = "t.paid_on is null or t.amount is null", zh = "没有付款日期或金额", en = "no day of payment or no amount" },
]

[tables]
contracts = ["contract_id", "unit_name", "small_firm", "delivered_on", "value", "pay_days", "retention"]
contract_payments = ["payment_id", "contract_id", "paid_on", "amount"]

[params.days]
type = "integer"
default = 30
min = 1
max = 60
label = { zh = "付款天数", en = "days to pay" }
law = "SME-9-gov"

[params.longest]
type = "integer"
default = 60
min = 1
max = 60
label = { zh = "约定的最长天数", en = "longest agreed days" }

[params.as_of]
type = "date"
default = "2026-10-31"
label = { zh = "看到哪一天", en = "as of" }

[facts]
unit_name = { type = "varchar", zh = "甲方单位", en = "buyer" }
delivered_on = { type = "date", zh = "交付日期", en = "day delivered" }
limit_days = { type = "bigint", zh = "应在几天内付清", en = "days to pay in full" }
due = { type = "decimal(18,2)", zh = "应付（元，不含质量保证金）", en = "due without retention money (CNY)" }
in_time = { type = "decimal(18,2)", zh = "按期已付（元）", en = "paid in time (CNY)" }

[evidence]
contracts = { by = { contract_id = "contract_id" } }
contract_payments = { by = { contract_id = "contract_id" } }

[[case]]
name = "没有约定，第三十一天才付，报"
given.contracts = [["C1", "教育局", true, "2026-03-01", "1000.00", "", ""]]
given.contract_payments = [["1", "C1", "2026-04-01", "1000.00"]]
flags = [{ contract_id = "C1", unit_name = "教育局", delivered_on = "2026-03-01", limit_days = 30, due = "1000.00", in_time = "0.00" }]

[[case]]
name = "第三十天付清，不报"
given.contracts = [["C1", "教育局", true, "2026-03-01", "1000.00", "", ""]]
given.contract_payments = [["1", "C1", "2026-03-31", "1000.00"]]
flags = []

[[case]]
name = "约定六十天，第六十天付清，不报；第六十一天，报；约定九十天的也只按六十天"
given.contracts = [["C1", "教育局", true, "2026-03-01", "1000.00", 60, ""], ["C2", "教育局", true, "2026-03-01", "1000.00", 60, ""], ["C3", "教育局", true, "2026-03-01", "1000.00", 90, ""]]
given.contract_payments = [["1", "C1", "2026-04-30", "1000.00"], ["2", "C2", "2026-05-01", "1000.00"], ["3", "C3", "2026-05-01", "1000.00"]]
flags = [{ contract_id = "C2", limit_days = 60 }, { contract_id = "C3", limit_days = 60 }]

[[case]]
name = "约定十五天，第十六天才付，报"
given.contracts = [["C1", "教育局", true, "2026-03-01", "1000.00", 15, ""]]
given.contract_payments = [["1", "C1", "2026-03-17", "1000.00"]]
flags = [{ contract_id = "C1", limit_days = 15 }]

[[case]]
name = "按期付了一部分，报；一笔没付，也报"
given.contracts = [["C1", "教育局", true, "2026-03-01", "1000.00", "", ""], ["C2", "卫健局", true, "2026-03-01", "0.50", "", ""]]
given.contract_payments = [["1", "C1", "2026-03-20", "999.99"]]
flags = [{ contract_id = "C1", in_time = "999.99" }, { contract_id = "C2", in_time = "0.00" }]

[[case]]
name = "留着约定的质量保证金，其余按期付清，不报"
given.contracts = [["C1", "教育局", true, "2026-03-01", "1000.00", "", "30.00"]]
given.contract_payments = [["1", "C1", "2026-03-20", "970.00"]]
flags = []

[[case]]
name = "大企业不按这一条；还没交付、到截止日恰好三十天的，不报"
given.contracts = [["C1", "教育局", false, "2026-03-01", "1000.00", "", ""], ["C2", "教育局", true, "", "1000.00", "", ""], ["C3", "教育局", true, "2026-10-01", "1000.00", "", ""]]
given.contract_payments = []
flags = []

[[case]]
name = "到截止日第三十一天还没付，报"
given.contracts = [["C1", "教育局", true, "2026-09-30", "1000.00", "", ""]]
given.contract_payments = []
flags = [{ contract_id = "C1" }]
---*/
with owed as (
  select contract_id, unit_name, delivered_on, value - coalesce(retention, 0) as due, least(coalesce(pay_days, :days), :longest) as limit_days
  from contracts
  where small_firm = true
), paid as (
  select o.contract_id, sum(p.amount) as total
  from owed o
  join contract_payments p on p.contract_id = o.contract_id
  where days_between(o.delivered_on, p.paid_on) <= o.limit_days
  group by o.contract_id
)
select o.contract_id, o.unit_name, o.delivered_on, o.limit_days, o.due, coalesce(p.total, 0) as in_time
from owed o
left join paid p on p.contract_id = o.contract_id
where days_between(o.delivered_on, :as_of) > o.limit_days and coalesce(p.total, 0) < o.due
