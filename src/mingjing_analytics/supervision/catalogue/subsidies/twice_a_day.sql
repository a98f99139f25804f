/*---
id = "subsidy.twice_a_day"
version = 1
area = "subsidies"
person = true
title = { zh = "同一项目一天发了两次", en = "Paid twice on one day" }
question = { zh = "同一个人同一项目一天发了不止一次，是什么原因？", en = "Why was the same programme paid to the same person more than once on a day?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["id_no", "programme", "pay_date"]
innocent = [
  { zh = "补发以前月份，同一天到账", en = "arrears arrived on the same day" },
  { zh = "一人两个标准，分两笔发", en = "two parts of the standard are paid apart" },
  { zh = "一笔退回后当天重发", en = "one payment bounced and was sent again" },
]
unjudged = [
  { table = "subsidies", where = "t.id_no is null or t.pay_date is null", zh = "没有身份证号或发放日期", en = "no identity number or no day of payment" },
]

[tables]
subsidies = ["pay_id", "programme", "id_no", "amount", "pay_date"]

[facts]
payments = { type = "bigint", zh = "笔数", en = "payments" }
total = { type = "decimal(18,2)", zh = "金额（元）", en = "amount (CNY)" }

[evidence]
subsidies = { by = { id_no = "id_no", programme = "programme", pay_date = "pay_date" } }

[[case]]
name = "一天两笔，报"
given.subsidies = [["1", "低保", "A", "10.00", "2026-03-01"], ["2", "低保", "A", "10.00", "2026-03-01"]]
flags = [{ id_no = "A", programme = "低保", pay_date = "2026-03-01", payments = 2, total = "20.00" }]

[[case]]
name = "不同日、不同项目、不同人，不报"
given.subsidies = [["1", "低保", "A", "10.00", "2026-03-01"], ["2", "低保", "A", "10.00", "2026-04-01"], ["3", "高龄津贴", "A", "10.00", "2026-03-01"], ["4", "低保", "B", "10.00", "2026-03-01"]]
flags = []
---*/
select s.id_no, s.programme, s.pay_date, count(*) as payments, sum(s.amount) as total
from subsidies s
group by s.id_no, s.programme, s.pay_date
having count(*) > 1
