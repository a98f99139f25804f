/*---
id = "village.rent_not_received"
version = 1
area = "villages"
title = { zh = "集体资产租金没有收齐", en = "Rent of collective assets not received" }
question = { zh = "应收的租金过了 {days} 天还没有收齐，是什么原因？", en = "Why was the rent not received in full {days} days after it was due?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["lease_id", "rent_year"]
innocent = [
  { zh = "会议同意缓交或减免", en = "a meeting agreed to defer or waive it" },
  { zh = "租金抵了修缮费", en = "rent was set against repairs" },
  { zh = "收了还没有入账", en = "received and not booked yet" },
]
unjudged = [
  { table = "village_leases", where = "t.due_on is null or t.due is null", zh = "没有应收日期或金额", en = "no day due or no amount" },
]

[tables]
village_leases = ["lease_id", "village", "rent_year", "due_on", "due", "received"]

[params.days]
type = "integer"
default = 30
min = 0
max = 365
label = { zh = "宽限天数", en = "days of grace" }

[params.as_of]
type = "date"
default = "2026-10-31"
label = { zh = "看到哪一天", en = "as of" }

[facts]
village = { type = "varchar", zh = "村（社区）", en = "village" }
due = { type = "decimal(18,2)", zh = "应收（元）", en = "due (CNY)" }
received = { type = "decimal(18,2)", zh = "实收（元）", en = "received (CNY)" }

[evidence]
village_leases = { by = { lease_id = "lease_id", rent_year = "rent_year" } }

[[case]]
name = "过了三十一天还少一分，报"
params = { as_of = "2026-10-31" }
given.village_leases = [["L1", "东山村", 2026, "2026-09-30", "100.00", "99.99"]]
flags = [{ lease_id = "L1", rent_year = 2026, due = "100.00", received = "99.99" }]

[[case]]
name = "恰好三十天、收齐了，不报"
params = { as_of = "2026-10-31" }
given.village_leases = [["L1", "东山村", 2026, "2026-10-01", "100.00", ""], ["L2", "东山村", 2026, "2026-01-01", "100.00", "100.00"]]
flags = []

[[case]]
name = "一分没收，报"
params = { as_of = "2026-10-31" }
given.village_leases = [["L1", "东山村", 2026, "2026-01-01", "100.00", ""]]
flags = [{ lease_id = "L1", rent_year = 2026, received = "0.00" }]
---*/
select l.lease_id, l.rent_year, l.village, l.due, coalesce(l.received, 0) as received
from village_leases l
where days_between(l.due_on, :as_of) > :days and coalesce(l.received, 0) < l.due
