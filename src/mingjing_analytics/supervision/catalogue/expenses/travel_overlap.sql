/*---
id = "expense.travel_overlap"
version = 1
area = "expenses"
person = true
title = { zh = "同一人两次出差日期重叠", en = "Two trips of one person overlap" }
question = { zh = "同一个人的两张差旅报销单，日期重叠 {days} 天以上，是什么原因？", en = "Why do two travel claims of one person overlap by {days} days or more?" }
basis = [{ fact = "FEE-travel" }, { zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["id_no", "claim_id", "other_claim"]
innocent = [
  { zh = "一次出差去两地，分两张单报销，补助没有重复", en = "one trip to two places was claimed on two forms and no allowance twice" },
  { zh = "返回日期登记错", en = "the day of return was entered wrongly" },
  { zh = "代垫同行人的费用，写在自己名下", en = "a fellow traveller's costs were advanced and claimed in one's own name" },
]
unjudged = [
  { table = "travel_claims", where = "t.id_no is null or t.leave_date is null or t.return_date is null", zh = "没有身份证号或起止日期", en = "no identity number or no days" },
]

[tables]
travel_claims = ["claim_id", "id_no", "leave_date", "return_date"]

[params.days]
type = "integer"
default = 2
min = 1
max = 30
label = { zh = "重叠天数", en = "days of overlap" }

[facts]
from_day = { type = "date", zh = "重叠从", en = "overlap from" }
to_day = { type = "date", zh = "重叠到", en = "overlap to" }
days = { type = "bigint", zh = "重叠天数", en = "days of overlap" }

[evidence]
travel_claims = { by = { id_no = "id_no" }, where = "t.claim_id = f.claim_id or t.claim_id = f.other_claim" }

[[case]]
name = "重叠两天，报，一对只报一次"
given.travel_claims = [["C1", "A", "2026-03-02", "2026-03-05"], ["C2", "A", "2026-03-04", "2026-03-08"]]
flags = [{ id_no = "A", claim_id = "C1", other_claim = "C2", from_day = "2026-03-04", to_day = "2026-03-05", days = 2 }]

[[case]]
name = "上一趟返回当天又出发，不报；两个人同行，不报"
given.travel_claims = [["C1", "A", "2026-03-02", "2026-03-05"], ["C2", "A", "2026-03-05", "2026-03-08"], ["C3", "B", "2026-03-02", "2026-03-08"]]
flags = []

[[case]]
name = "一张单分两行登记，不报"
given.travel_claims = [["C1", "A", "2026-03-02", "2026-03-05"], ["C1", "A", "2026-03-02", "2026-03-05"]]
flags = []

[[case]]
name = "改成一天也问：同一天两地的短途，报；前后隔开的，不报"
params = { days = 1 }
given.travel_claims = [["C2", "A", "2026-03-02", "2026-03-02"], ["C1", "A", "2026-03-02", "2026-03-02"], ["C3", "A", "2026-03-03", "2026-03-03"]]
flags = [{ id_no = "A", claim_id = "C1", other_claim = "C2", days = 1 }]

[[case]]
name = "一张单两行都与另一张重叠，只报一次，从最早到最晚"
given.travel_claims = [["C1", "A", "2026-03-02", "2026-03-05"], ["C1", "A", "2026-03-06", "2026-03-09"], ["C2", "A", "2026-03-01", "2026-03-10"]]
flags = [{ id_no = "A", claim_id = "C1", other_claim = "C2", from_day = "2026-03-02", to_day = "2026-03-09", days = 8 }]
---*/
select a.id_no, a.claim_id, b.claim_id as other_claim, min(greatest(a.leave_date, b.leave_date)) as from_day, max(least(a.return_date, b.return_date)) as to_day, sum(days_between(greatest(a.leave_date, b.leave_date), least(a.return_date, b.return_date)) + 1) as days
from travel_claims a
join travel_claims b on b.id_no = a.id_no
where a.claim_id < b.claim_id and days_between(greatest(a.leave_date, b.leave_date), least(a.return_date, b.return_date)) + 1 >= :days
group by a.id_no, a.claim_id, b.claim_id
