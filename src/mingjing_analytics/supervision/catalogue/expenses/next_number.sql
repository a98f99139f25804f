/*---
id = "expense.next_number"
version = 1
area = "expenses"
title = { zh = "连号发票隔日报销", en = "Consecutive invoices of different days" }
question = { zh = "这家开出的两张发票号码相连，日期却隔了 {days} 天以上，是什么原因？", en = "Why do two invoices with consecutive numbers of this vendor lie {days} days or more apart?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["unit_name", "vendor", "invoice_no"]
innocent = [
  { zh = "小店开票少，几天才开一张", en = "a small shop issues few invoices" },
  { zh = "补开以前的发票", en = "an invoice was issued later" },
  { zh = "定点供应单位给本单位单独一本", en = "a fixed supplier keeps one book for this unit" },
]
unjudged = [
  { table = "expenses", where = "whole_number(t.invoice_no) is null or t.invoice_date is null", zh = "发票号码不是数字，或没有日期", en = "the invoice number is no number, or there is no day" },
]

[tables]
expenses = ["unit_name", "invoice_no", "vendor", "amount", "invoice_date"]

[params.days]
type = "integer"
default = 7
min = 1
max = 90
label = { zh = "相隔天数", en = "days apart" }

[facts]
next_no = { type = "bigint", zh = "下一号", en = "next number" }
days = { type = "bigint", zh = "相隔天数", en = "days apart" }
total = { type = "decimal(18,2)", zh = "两张合计（元）", en = "both (CNY)" }

[evidence]
expenses = { by = { unit_name = "unit_name", vendor = "vendor" }, where = "whole_number(t.invoice_no) = f.next_no or t.invoice_no = f.invoice_no" }

[[case]]
name = "连号、隔七天，报"
given.expenses = [["教育局", "08001", "甲餐厅", "500.00", "2026-03-01"], ["教育局", "08002", "甲餐厅", "300.00", "2026-03-08"]]
flags = [{ unit_name = "教育局", vendor = "甲餐厅", invoice_no = "08001", next_no = 8002, days = 7, total = "800.00" }]

[[case]]
name = "隔六天、隔一号、别的单位、别的商家，不报"
given.expenses = [["教育局", "08001", "甲餐厅", "500.00", "2026-03-01"], ["教育局", "08002", "甲餐厅", "300.00", "2026-03-07"], ["教育局", "08004", "甲餐厅", "300.00", "2026-05-07"], ["卫健局", "08005", "甲餐厅", "300.00", "2026-06-07"], ["教育局", "08005", "乙宾馆", "300.00", "2026-06-07"]]
flags = []

[[case]]
name = "号码里有字母的不判断"
given.expenses = [["教育局", "A8001", "甲餐厅", "500.00", "2026-03-01"], ["教育局", "A8002", "甲餐厅", "300.00", "2026-03-18"]]
flags = []
---*/
select a.unit_name, a.vendor, a.invoice_no, whole_number(b.invoice_no) as next_no, days_between(a.invoice_date, b.invoice_date) as days, a.amount + b.amount as total
from expenses a
join expenses b on b.vendor = a.vendor and b.unit_name = a.unit_name and whole_number(b.invoice_no) = whole_number(a.invoice_no) + 1
where days_between(a.invoice_date, b.invoice_date) >= :days
