/*---
id = "contract.few_bidders"
version = 1
area = "contracts"
title = { zh = "投标人不足三家就定标", en = "Awarded with fewer than three bidders" }
question = { zh = "这个项目的投标人不到 {least} 家，却定了中标人，是什么原因？", en = "Why was this lot awarded with fewer than {least} bidders?" }
basis = [{ zh = "《招标投标法》第二十八条：投标人少于三个的，应当重新招标", en = "Tendering and Bidding Law, Article 28: with fewer than three bidders the tender is repeated" }]
key = ["project_id"]
innocent = [
  { zh = "重新招标仍不足三家，按规定开标或经批准改用其他方式", en = "the repeated tender again drew too few, and the rules let it be opened or another method was approved" },
  { zh = "报价表只登记了中标人和候选人", en = "only the winner and candidates were entered" },
  { zh = "联合体投标，几家登记成一家", en = "a consortium was entered as one" },
]
unjudged = [
  { table = "bids", where = "t.project_id is null or t.bidder is null or t.won is null", zh = "没有项目编号、投标人，或没有写明是否中标", en = "no lot or bidder, or not said who won" },
]

[tables]
bids = ["project_id", "bidder", "opened_on", "price", "won"]

[params.least]
type = "integer"
default = 3
min = 2
max = 10
label = { zh = "至少几家", en = "bidders at least" }

[facts]
bidders = { type = "bigint", zh = "投标人数", en = "bidders" }
opened_on = { type = "date", zh = "开标日期", en = "day of opening" }

[evidence]
bids = { by = { project_id = "project_id" } }

[[case]]
name = "两家投标定了一家，报；一家登记两行还是一家"
given.bids = [["P1", "G1", "2026-03-02", "100.00", true], ["P1", "G2", "2026-03-02", "110.00", false], ["P1", "G2", "2026-03-03", "108.00", false]]
flags = [{ project_id = "P1", bidders = 2, opened_on = "2026-03-03" }]

[[case]]
name = "三家投标，不报；两家投标但流标没有中标人，不报"
given.bids = [["P1", "G1", "2026-03-02", "100.00", true], ["P1", "G2", "2026-03-02", "110.00", false], ["P1", "G3", "2026-03-02", "120.00", false], ["P2", "G1", "2026-03-02", "100.00", false], ["P2", "G2", "2026-03-02", "110.00", false]]
flags = []

[[case]]
name = "只有一家，也报；别的项目的投标人不算进来"
given.bids = [["P1", "G1", "2026-03-02", "100.00", true], ["P2", "G1", "2026-03-02", "100.00", true], ["P2", "G2", "2026-03-02", "110.00", false], ["P2", "G3", "2026-03-02", "120.00", false], ["P2", "G4", "2026-03-02", "130.00", false]]
flags = [{ project_id = "P1", bidders = 1 }]
---*/
select b.project_id, count(distinct b.bidder) as bidders, max(b.opened_on) as opened_on
from bids b
where exists (select w.bidder from bids w where w.project_id = b.project_id and w.won = true)
group by b.project_id
having count(distinct b.bidder) < :least
