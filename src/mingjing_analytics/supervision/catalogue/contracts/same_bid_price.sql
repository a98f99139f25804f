/*---
id = "contract.same_bid_price"
version = 1
area = "contracts"
screening = true
title = { zh = "不同投标人报价一分不差", en = "Bidders with the same price to the cent" }
question = { zh = "同一项目的两家投标人报价完全相同，又低于最高限价，是什么原因？", en = "Why did two bidders for one lot offer exactly the same price, below the ceiling?" }
basis = [{ zh = "《招标投标法》第三十二条：投标人不得相互串通投标报价", en = "Tendering and Bidding Law, Article 32: bidders may not collude on prices" }]
key = ["project_id", "bidder", "other_bidder"]
innocent = [
  { zh = "执行国家定价或定额取费，报价只能一样", en = "a regulated price or fee leaves one possible offer" },
  { zh = "按固定下浮率报价，大家取了同一个整数", en = "a discount in whole per cent led both to the same figure" },
  { zh = "登记时把一家的报价抄成了另一家的", en = "one price was copied to the other by mistake" },
]
unjudged = [
  { table = "bids", where = "t.project_id is null or t.bidder is null or t.price is null", zh = "没有项目编号、投标人或报价", en = "no lot, bidder or price" },
]

[tables]
bids = ["project_id", "bidder", "opened_on", "price", "ceiling"]

[params.least]
type = "integer"
default = 10000
min = 0
max = 100000000
label = { zh = "起报金额（元）", en = "price to start from (CNY)" }

[facts]
opened_on = { type = "date", zh = "开标日期", en = "day of opening" }
price = { type = "decimal(18,2)", zh = "报价（元）", en = "price (CNY)" }
ceiling = { type = "decimal(18,2)", zh = "最高限价（元）", en = "ceiling price (CNY)" }

[evidence]
bids = { by = { project_id = "project_id" }, where = "t.bidder = f.bidder or t.bidder = f.other_bidder" }

[[case]]
name = "两家报价相同，报一次；第三家差一分钱，不算"
given.bids = [["P1", "G2", "2026-03-02", "986543.21", "1000000.00"], ["P1", "G1", "2026-03-02", "986543.21", "1000000.00"], ["P1", "G3", "2026-03-02", "986543.22", "1000000.00"]]
flags = [{ project_id = "P1", bidder = "G1", other_bidder = "G2", opened_on = "2026-03-02", price = "986543.21", ceiling = "1000000.00" }]

[[case]]
name = "都按最高限价报，不报；不同项目报价相同，不报"
given.bids = [["P1", "G1", "2026-03-02", "1000000.00", "1000000.00"], ["P1", "G2", "2026-03-02", "1000000.00", "1000000.00"], ["P2", "G1", "2026-03-02", "500000.00", "600000.00"], ["P3", "G2", "2026-03-02", "500000.00", "600000.00"]]
flags = []

[[case]]
name = "没有登记最高限价，照样看；恰好起报金额，报，差一点，不报"
given.bids = [["P1", "G1", "2026-03-02", "10000.00", ""], ["P1", "G2", "2026-03-02", "10000.00", ""], ["P2", "G1", "2026-03-02", "9999.99", ""], ["P2", "G2", "2026-03-02", "9999.99", ""]]
flags = [{ project_id = "P1", bidder = "G1", other_bidder = "G2" }]

[[case]]
name = "一家重复登记一行，只报一次；两行日期、限价不同，取早的日期、高的限价"
given.bids = [["P1", "G1", "2026-03-02", "20000.00", "30000.00"], ["P1", "G1", "2026-03-05", "20000.00", "31000.00"], ["P1", "G2", "2026-03-02", "20000.00", "30000.00"]]
flags = [{ project_id = "P1", bidder = "G1", other_bidder = "G2", opened_on = "2026-03-02", price = "20000.00", ceiling = "31000.00" }]

[[case]]
name = "分两次报价，两次都相同，取高的一次"
given.bids = [["P1", "G1", "2026-03-02", "20000.00", "30000.00"], ["P1", "G1", "2026-03-02", "19000.00", "30000.00"], ["P1", "G2", "2026-03-02", "20000.00", "30000.00"], ["P1", "G2", "2026-03-02", "19000.00", "30000.00"]]
flags = [{ project_id = "P1", bidder = "G1", other_bidder = "G2", price = "20000.00" }]
---*/
select a.project_id, a.bidder, b.bidder as other_bidder, min(a.opened_on) as opened_on, max(a.price) as price, max(a.ceiling) as ceiling
from bids a
join bids b on b.project_id = a.project_id and b.price = a.price
where a.bidder < b.bidder and a.price >= :least and (a.ceiling is null or a.price < a.ceiling)
group by a.project_id, a.bidder, b.bidder
