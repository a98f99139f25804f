/*---
id = "contract.late_signature"
version = 1
area = "contracts"
title = { zh = "中标三十日后才签合同", en = "Signed over thirty days after the award" }
question = { zh = "中标通知发出 {days} 天以后才签合同，是什么原因？", en = "Why was the contract signed more than {days} days after the notice of award?" }
basis = [{ zh = "《政府采购法》第四十六条、《招标投标法》第四十六条：自中标通知书发出之日起三十日内", en = "Government Procurement Law, Article 46; Tendering and Bidding Law, Article 46: within thirty days of the notice of award" }]
key = ["contract_id"]
innocent = [
  { zh = "有质疑投诉，按规定暂停", en = "a complaint paused it by law" },
  { zh = "通知书日期登记错", en = "the day of the notice was entered wrongly" },
  { zh = "中标人放弃，顺延第二名", en = "the winner withdrew and the second took its place" },
]
unjudged = [
  { table = "contracts", where = "t.award_date is null or t.signed_on is null", zh = "没有中标通知日期或签订日期", en = "no day of award or of signature" },
]

[tables]
contracts = ["contract_id", "unit_name", "award_date", "signed_on", "value"]

[params.days]
type = "integer"
default = 30
min = 1
max = 90
label = { zh = "签订天数", en = "days to sign" }

[facts]
unit_name = { type = "varchar", zh = "甲方单位", en = "buyer" }
days = { type = "bigint", zh = "相隔天数", en = "days" }
value = { type = "decimal(18,2)", zh = "合同金额（元）", en = "value (CNY)" }

[evidence]
contracts = { by = { contract_id = "contract_id" } }

[[case]]
name = "第三十一天签，报"
given.contracts = [["C1", "教育局", "2026-03-01", "2026-04-01", "10.00"]]
flags = [{ contract_id = "C1", days = 31 }]

[[case]]
name = "第三十天签，不报"
given.contracts = [["C1", "教育局", "2026-03-01", "2026-03-31", "10.00"]]
flags = []

[[case]]
name = "通知以前就签了，报"
given.contracts = [["C1", "教育局", "2026-03-02", "2026-03-01", "10.00"]]
flags = [{ contract_id = "C1", days = -1 }]

[[case]]
name = "通知当天签，不报"
given.contracts = [["C1", "教育局", "2026-03-02", "2026-03-02", "10.00"]]
flags = []
---*/
select c.contract_id, c.unit_name, days_between(c.award_date, c.signed_on) as days, c.value
from contracts c
where days_between(c.award_date, c.signed_on) > :days or c.signed_on < c.award_date
