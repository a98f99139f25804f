/*---
id = "contract.over_the_year"
version = 1
area = "contracts"
title = { zh = "一年多次采购累计过了公开招标数额", en = "A year's purchases add up to the open-tender amount" }
question = { zh = "一年里同一品目不公开招标、多次采购，累计到了 {open_tender} 万元，是什么原因？", en = "Why did repeated purchases of one category without open tender reach {open_tender} × 10,000 CNY in a year?" }
basis = [{ fact = "GP-thr" }, { zh = "《政府采购法实施条例》第二十八条：一个财政年度内同一品目多次采购累计超过公开招标数额标准", en = "Implementing Regulations of the Government Procurement Law, Article 28: repeated purchases of one category in a fiscal year above the open-tender amount" }]
key = ["unit_name", "item", "year"]
innocent = [
  { zh = "项目预算调整后追加的采购", en = "purchases added after the budget was adjusted" },
  { zh = "经批准采用公开招标以外的方式", en = "another method was approved" },
  { zh = "品目分得太粗，买的不是同一类东西", en = "the category is coarse and the things bought differ" },
]
unjudged = [
  { table = "purchases", where = "t.item is null or t.method is null or t.bought_on is null or t.amount is null", zh = "没有品目、采购方式、日期或金额", en = "no category, method, day or amount" },
]

[tables]
purchases = ["purchase_id", "unit_name", "item", "method", "bought_on", "amount"]

[params.open_tender]
type = "integer"
default = 200
min = 10
max = 5000
label = { zh = "公开招标数额标准（万元）", en = "open-tender amount (10,000 CNY)" }

[facts]
purchases = { type = "bigint", zh = "次数", en = "purchases" }
largest = { type = "decimal(18,2)", zh = "最大一次（元）", en = "largest (CNY)" }
total = { type = "decimal(18,2)", zh = "累计（元）", en = "total (CNY)" }

[evidence]
purchases = { by = { unit_name = "unit_name", item = "item" }, where = "year_of(t.bought_on) = f.year and t.method <> '公开招标'" }

[[case]]
name = "两次累计恰好两百万元，报；公开招标的一次不算进来"
given.purchases = [["1", "水务局", "物业服务", "竞争性磋商", "2026-01-05", "1200000.00"], ["2", "水务局", "物业服务", "询价", "2026-12-31", "800000.00"], ["3", "水务局", "物业服务", "公开招标", "2026-06-01", "3000000.00"]]
flags = [{ unit_name = "水务局", item = "物业服务", year = 2026, purchases = 2, largest = "1200000.00", total = "2000000.00" }]

[[case]]
name = "差一分钱、跨了年度、别的单位和品目，不报"
given.purchases = [["1", "水务局", "物业服务", "询价", "2026-01-05", "1199999.99"], ["2", "水务局", "物业服务", "询价", "2026-12-31", "800000.00"], ["3", "水务局", "物业服务", "询价", "2025-12-31", "800000.00"], ["4", "林业局", "物业服务", "询价", "2026-05-01", "1500000.00"], ["5", "林业局", "印刷服务", "询价", "2026-05-01", "1500000.00"]]
flags = []

[[case]]
name = "只有一次采购，登记成两行，不是化整为零，不报"
given.purchases = [["1", "水务局", "物业服务", "单一来源", "2026-01-05", "1500000.00"], ["1", "水务局", "物业服务", "单一来源", "2026-01-05", "1500000.00"]]
flags = []

[[case]]
name = "三次采购，其中一次登记两行"
given.purchases = [["1", "水务局", "物业服务", "询价", "2026-01-05", "600000.00"], ["1", "水务局", "物业服务", "询价", "2026-01-05", "600000.00"], ["2", "水务局", "物业服务", "询价", "2026-02-05", "700000.00"], ["3", "水务局", "物业服务", "询价", "2026-02-05", "700000.00"]]
flags = [{ unit_name = "水务局", item = "物业服务", year = 2026, purchases = 3, largest = "700000.00" }]
---*/
select p.unit_name, p.item, year_of(p.bought_on) as year, count(distinct p.purchase_id) as purchases, max(p.amount) as largest, sum(p.amount) as total
from purchases p
where p.method <> '公开招标'
group by p.unit_name, p.item, year_of(p.bought_on)
having count(distinct p.purchase_id) > 1 and sum(p.amount) >= :open_tender * 10000
