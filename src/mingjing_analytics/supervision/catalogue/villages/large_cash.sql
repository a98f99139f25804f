/*---
id = "village.large_cash"
version = 1
area = "villages"
title = { zh = "村级大额现金支出", en = "Large cash payment of a village" }
question = { zh = "单笔现金支出超过 {limit} 元，是什么原因？", en = "Why was more than {limit} CNY paid in cash at once?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["village", "entry_id"]
innocent = [
  { zh = "零工工资集中发放，附有签领表", en = "wages of day labourers paid together, with a signed list" },
  { zh = "收款人没有银行账户", en = "the payee has no account" },
  { zh = "其实是转账，勾错了", en = "it was a transfer, ticked wrongly" },
]
unjudged = [
  { table = "village_entries", where = "t.cash is null or t.amount is null", zh = "没有写明是否现金，或没有金额", en = "not said whether in cash, or no amount" },
]

[tables]
village_entries = ["entry_id", "village", "day", "amount", "cash"]

[params.limit]
type = "integer"
default = 1000
min = 100
max = 100000
label = { zh = "现金限额（元）", en = "limit in cash (CNY)" }

[facts]
day = { type = "date", zh = "日期", en = "day" }
amount = { type = "decimal(18,2)", zh = "金额（元）", en = "amount (CNY)" }

[evidence]
village_entries = { by = { village = "village", entry_id = "entry_id" } }

[[case]]
name = "现金多一分，报"
given.village_entries = [["1", "东山村", "2026-03-01", "1000.01", true]]
flags = [{ village = "东山村", entry_id = "1", amount = "1000.01", day = "2026-03-01" }]

[[case]]
name = "恰好等于限额、转账，不报"
given.village_entries = [["1", "东山村", "2026-03-01", "1000.00", true], ["2", "东山村", "2026-03-01", "9000.00", false]]
flags = []
---*/
select v.village, v.entry_id, v.day, v.amount
from village_entries v
where v.cash and v.amount > :limit
