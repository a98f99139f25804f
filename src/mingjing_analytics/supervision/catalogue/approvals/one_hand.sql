/*---
id = "approval.one_hand"
version = 1
area = "approvals"
title = { zh = "审查和决定是同一个人", en = "One person reviewed and decided" }
question = { zh = "这个办件的审查和决定是同一个人，是什么原因？", en = "Why did the same person review and decide this case?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["case_id"]
innocent = [
  { zh = "当场办结的简单事项，规定可以一人办", en = "simple matters may be done by one person" },
  { zh = "系统用了共用账号", en = "the system used a shared account" },
  { zh = "代班，没有换账号", en = "a stand-in did not change the account" },
]
unjudged = [
  { table = "approval_cases", where = "t.reviewer is null or t.decider is null", zh = "没有审查人或决定人编号", en = "no number of reviewer or decider" },
]

[tables]
approval_cases = ["case_id", "item", "decided_on", "reviewer", "decider"]

[facts]
item = { type = "varchar", zh = "事项", en = "item" }
decided_on = { type = "date", zh = "决定日期", en = "day decided" }

[evidence]
approval_cases = { by = { case_id = "case_id" } }

[[case]]
name = "同一个编号，报"
given.approval_cases = [["1", "食品经营许可", "2026-03-02", "07", "07"]]
flags = [{ case_id = "1", item = "食品经营许可", decided_on = "2026-03-02" }]

[[case]]
name = "两个编号，没有编号，不报"
given.approval_cases = [["1", "食品经营许可", "2026-03-02", "07", "08"], ["2", "食品经营许可", "2026-03-02", "", ""]]
flags = []
---*/
select a.case_id, a.item, a.decided_on
from approval_cases a
where a.reviewer = a.decider
