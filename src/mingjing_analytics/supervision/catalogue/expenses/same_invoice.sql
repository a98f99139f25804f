/*---
id = "expense.same_invoice"
version = 1
area = "expenses"
title = { zh = "同一张发票报销两次", en = "One invoice claimed twice" }
question = { zh = "这个号码的发票报销了不止一次，是什么原因？", en = "Why was the invoice of this number claimed more than once?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["invoice_no", "vendor"]
innocent = [
  { zh = "一张发票分两个科目列支，合计等于票面", en = "one invoice booked under two heads, adding up to it" },
  { zh = "红字冲销后重开", en = "cancelled and issued again" },
  { zh = "号码录错", en = "the number was entered wrongly" },
]
unjudged = [
  { table = "expenses", where = "t.invoice_no is null", zh = "没有发票号码", en = "no invoice number" },
]

[tables]
expenses = ["claim_id", "invoice_no", "vendor", "amount"]

[facts]
claims = { type = "bigint", zh = "报销次数", en = "claims" }
total = { type = "decimal(18,2)", zh = "合计（元）", en = "total (CNY)" }

[evidence]
expenses = { by = { invoice_no = "invoice_no", vendor = "vendor" } }

[[case]]
name = "两张报销单同一发票，报"
given.expenses = [["1", "08001", "甲餐厅", "500.00"], ["2", "08001", "甲餐厅", "500.00"]]
flags = [{ invoice_no = "08001", vendor = "甲餐厅", claims = 2, total = "1000.00" }]

[[case]]
name = "一张单分两行，另一张单又报，算两次"
given.expenses = [["1", "08001", "甲餐厅", "200.00"], ["1", "08001", "甲餐厅", "300.00"], ["2", "08001", "甲餐厅", "500.00"]]
flags = [{ invoice_no = "08001", vendor = "甲餐厅", claims = 2 }]

[[case]]
name = "同一张报销单分两行列支，不报；别家的同号发票不算"
given.expenses = [["1", "08001", "甲餐厅", "200.00"], ["1", "08001", "甲餐厅", "300.00"], ["3", "08001", "乙宾馆", "80.00"]]
flags = []
---*/
select e.invoice_no, e.vendor, count(distinct e.claim_id) as claims, sum(e.amount) as total
from expenses e
group by e.invoice_no, e.vendor
having count(distinct e.claim_id) > 1
