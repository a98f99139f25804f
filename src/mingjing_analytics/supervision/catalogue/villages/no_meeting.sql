/*---
id = "village.no_meeting"
version = 1
area = "villages"
title = { zh = "大额支出没有会议决议", en = "Large payment without a decision" }
question = { zh = "超过 {limit} 元的支出，事前没有会议决议，是什么原因？", en = "Why was a payment over {limit} CNY made without a meeting's decision before it?" }
basis = [{ zh = "四议两公开：村级重大事项决策的程序", en = "Four deliberations and two disclosures: how a village decides larger matters" }]
key = ["village", "entry_id"]
innocent = [
  { zh = "年初预算会议一次定过", en = "the yearly budget meeting decided it" },
  { zh = "应急抢险，事后追认", en = "an emergency, confirmed afterwards" },
  { zh = "决议日期漏登", en = "the day of the decision was left out" },
]
unjudged = [
  { table = "village_entries", where = "t.amount is null or t.day is null", zh = "没有金额或日期", en = "no amount or no day" },
]

[tables]
village_entries = ["entry_id", "village", "day", "amount", "meeting_on"]

[params.limit]
type = "integer"
default = 5000
min = 100
max = 1000000
label = { zh = "要经会议的金额（元）", en = "amount that needs a decision (CNY)" }

[facts]
day = { type = "date", zh = "支出日期", en = "day paid" }
meeting_on = { type = "date", zh = "决议日期", en = "day decided" }
amount = { type = "decimal(18,2)", zh = "金额（元）", en = "amount (CNY)" }

[evidence]
village_entries = { by = { village = "village", entry_id = "entry_id" } }

[[case]]
name = "没有决议，报；决议在后，报"
given.village_entries = [["1", "东山村", "2026-03-02", "5000.01", ""], ["2", "东山村", "2026-03-02", "6000.00", "2026-03-03"]]
flags = [{ village = "东山村", entry_id = "1" }, { village = "东山村", entry_id = "2", meeting_on = "2026-03-03" }]

[[case]]
name = "当天决议、恰好限额，不报"
given.village_entries = [["1", "东山村", "2026-03-02", "6000.00", "2026-03-02"], ["2", "东山村", "2026-03-02", "5000.00", ""]]
flags = []
---*/
select v.village, v.entry_id, v.day, v.meeting_on, v.amount
from village_entries v
where v.amount > :limit and (v.meeting_on is null or v.meeting_on > v.day)
