/*---
id = "approval.over_the_promise"
version = 1
area = "approvals"
title = { zh = "超过承诺期限办结", en = "Decided after the promised time" }
question = { zh = "扣除不计入的时间，还是超过了承诺的工作日，是什么原因？", en = "Why was the promised number of working days exceeded, with pauses taken off?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["case_id"]
innocent = [
  { zh = "系统没有记停钟的时间", en = "the system did not record a pause" },
  { zh = "申请人自己要求延后", en = "the applicant asked to wait" },
  { zh = "台账按旧的承诺登记", en = "the list has the old promise" },
]
unjudged = [
  { table = "approval_cases", where = "t.decided_on is null or t.accepted_on is null or t.limit_days is null", zh = "还没办完，或没有日期、承诺", en = "open still, or no day or promise" },
]

[tables]
approval_cases = ["case_id", "item", "accepted_on", "decided_on", "limit_days", "paused_days"]
calendar = ["day", "workday_no"]

[facts]
item = { type = "varchar", zh = "事项", en = "item" }
took = { type = "bigint", zh = "用了几个工作日", en = "working days taken" }
limit_days = { type = "bigint", zh = "承诺工作日", en = "promised" }

[evidence]
approval_cases = { by = { case_id = "case_id" } }

[[case]]
name = "用了六天承诺五天，报"
given.approval_cases = [["1", "食品经营许可", "2026-03-02", "2026-03-10", 5, 0]]
given.calendar = [["2026-03-02", 100], ["2026-03-10", 106]]
flags = [{ case_id = "1", took = 6, limit_days = 5 }]

[[case]]
name = "恰好五天，不报；扣掉停钟的一天，不报"
given.approval_cases = [["1", "食品经营许可", "2026-03-02", "2026-03-09", 5, 0], ["2", "食品经营许可", "2026-03-02", "2026-03-10", 5, 1]]
given.calendar = [["2026-03-02", 100], ["2026-03-09", 105], ["2026-03-10", 106]]
flags = []

[[case]]
name = "没有写停钟，按没有停，报"
given.approval_cases = [["1", "食品经营许可", "2026-03-02", "2026-03-10", 5, ""]]
given.calendar = [["2026-03-02", 100], ["2026-03-10", 106]]
flags = [{ case_id = "1", took = 6 }]

[[case]]
name = "停钟一天还是超了，报"
given.approval_cases = [["1", "食品经营许可", "2026-03-02", "2026-03-11", 5, 1]]
given.calendar = [["2026-03-02", 100], ["2026-03-11", 107]]
flags = [{ case_id = "1", took = 6 }]
---*/
select a.case_id, a.item, e.workday_no - b.workday_no - coalesce(a.paused_days, 0) as took, a.limit_days
from approval_cases a
join calendar b on b.day = a.accepted_on
join calendar e on e.day = a.decided_on
where e.workday_no - b.workday_no - coalesce(a.paused_days, 0) > a.limit_days
