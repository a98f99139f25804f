/*---
id = "expense.holiday"
version = 1
area = "expenses"
title = { zh = "法定节假日的消费", en = "Spending on a public holiday" }
question = { zh = "这笔 {least} 元以上的消费发生在法定节假日，没有值班或加班审批，是什么原因？", en = "Why were {least} CNY or more spent on a public holiday without approved duty?" }
basis = [{ fact = "EIGHT" }, { zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["claim_id"]
innocent = [
  { zh = "节日值守、慰问一线的开支", en = "spending for those on watch over the holiday" },
  { zh = "网上平台自动扣款，日期落在假期", en = "an online service charged itself during the holiday" },
  { zh = "票据上是打印日期，消费在节前", en = "the receipt shows the day of printing; the spending was earlier" },
]
unjudged = [
  { table = "expenses", where = "t.claim_id is null or t.spent_on is null or t.amount is null", zh = "没有报销单号、消费日期或金额", en = "no claim number, day or amount" },
  { table = "expenses", where = "not exists (select c.day from calendar c where c.day = t.spent_on)", zh = "工作日历没有这一天", en = "the working calendar lacks the day" },
]

[tables]
expenses = ["claim_id", "unit_name", "spent_on", "amount"]
duty_rota = ["unit_name", "duty_date"]
calendar = ["day", "holiday"]

[params.least]
type = "integer"
default = 500
min = 0
max = 100000
label = { zh = "起报金额（元）", en = "amount to start from (CNY)" }

[facts]
unit_name = { type = "varchar", zh = "报销单位", en = "unit" }
spent_on = { type = "date", zh = "消费日期", en = "day of the expense" }
total = { type = "decimal(18,2)", zh = "金额（元）", en = "amount (CNY)" }

[evidence]
expenses = { by = { claim_id = "claim_id" }, where = "exists (select c.day from calendar c where c.day = t.spent_on and c.holiday = true)" }

[[case]]
name = "国庆当天两笔合计恰好五百元，报"
given.expenses = [["B1", "水务局", "2026-10-01", "300.00"], ["B1", "水务局机关", "2026-10-02", "200.00"], ["B1", "水务局", "2026-09-30", "90.00"]]
given.calendar = [["2026-09-30", false], ["2026-10-01", true], ["2026-10-02", true]]
flags = [{ claim_id = "B1", unit_name = "水务局", spent_on = "2026-10-01", total = "500.00" }]

[[case]]
name = "差一分钱，不报；节前的大额，不报"
given.expenses = [["B1", "水务局", "2026-10-01", "499.99"], ["B2", "水务局", "2026-09-30", "5000.00"]]
given.calendar = [["2026-09-30", false], ["2026-10-01", true]]
flags = []

[[case]]
name = "当天有值班审批，不报；别的单位值班、前一天值班，不算，报"
given.expenses = [["B1", "水务局", "2026-10-01", "900.00"], ["B2", "林业局", "2026-10-01", "900.00"], ["B3", "林业局", "2026-10-03", "800.00"]]
given.duty_rota = [["水务局", "2026-10-01"], ["林业局", "2026-10-02"]]
given.calendar = [["2026-10-01", true], ["2026-10-03", true]]
flags = [{ claim_id = "B2", total = "900.00" }, { claim_id = "B3" }]

[[case]]
name = "起报金额可以改"
params = { least = 0 }
given.expenses = [["B1", "水务局", "2026-10-01", "0.00"]]
given.calendar = [["2026-10-01", true]]
flags = [{ claim_id = "B1" }]
---*/
select e.claim_id, min(e.unit_name) as unit_name, min(e.spent_on) as spent_on, sum(e.amount) as total
from expenses e
join calendar c on c.day = e.spent_on
where c.holiday = true
and not exists (select d.unit_name from duty_rota d where d.unit_name = e.unit_name and d.duty_date = e.spent_on)
group by e.claim_id
having sum(e.amount) >= :least
