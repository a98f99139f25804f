/*---
id = "subsidy.payroll"
version = 1
area = "subsidies"
person = true
title = { zh = "财政供养期间领取困难补贴", en = "Subsidy while on the public payroll" }
question = { zh = "发放时这个人还在财政供养名册上，是什么原因？", en = "Why was the subsidy paid while the person stood on the public payroll?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["id_no", "programme"]
innocent = [
  { zh = "这个项目不限收入，在职人员也可以领", en = "the programme has no limit of income" },
  { zh = "停薪日期没有及时登记", en = "the end of pay was registered late" },
  { zh = "发的是以前月份的补贴", en = "arrears of months before the appointment" },
]
unjudged = [
  { table = "subsidies", where = "t.id_no is null or t.pay_date is null", zh = "没有身份证号或发放日期", en = "no identity number or no day of payment" },
]

[tables]
subsidies = ["id_no", "programme", "amount", "pay_date"]
payroll = ["id_no", "from_date", "to_date"]

[facts]
payments = { type = "bigint", zh = "发放笔数", en = "payments" }
total = { type = "decimal(18,2)", zh = "发放金额（元）", en = "amount paid (CNY)" }

[evidence]
subsidies = { by = { id_no = "id_no", programme = "programme" } }
payroll = { by = { id_no = "id_no" } }

[[case]]
name = "起薪当天发放，报"
given.subsidies = [["A", "低保", "300.00", "2026-03-01"], ["A", "低保", "310.00", "2026-02-28"]]
given.payroll = [["A", "2026-03-01", ""]]
flags = [{ id_no = "A", programme = "低保", payments = 1, total = "300.00" }]

[[case]]
name = "停薪以后发放，不报"
given.subsidies = [["A", "低保", "300.00", "2026-03-02"]]
given.payroll = [["A", "2020-01-01", "2026-03-01"]]
flags = []

[[case]]
name = "停薪当天还算在册；别人不算"
given.subsidies = [["A", "低保", "300.00", "2026-03-01"], ["B", "低保", "300.00", "2026-03-01"]]
given.payroll = [["A", "2020-01-01", "2026-03-01"]]
flags = [{ id_no = "A", programme = "低保", payments = 1 }]
---*/
select s.id_no, s.programme, count(*) as payments, sum(s.amount) as total
from subsidies s
join payroll p on p.id_no = s.id_no
where s.pay_date >= p.from_date and (p.to_date is null or s.pay_date <= p.to_date)
group by s.id_no, s.programme
