/*---
id = "hospital.dear_item"
version = 1
area = "hospitals"
title = { zh = "采购单价高于同类医院", en = "Dearer than other hospitals" }
question = { zh = "同一品规同一个月，单价比最便宜的医院高 {percent}% 以上，是什么原因？", en = "Why is the price {percent}% or more above the cheapest hospital's in the same month?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["hospital", "item_code", "month"]
innocent = [
  { zh = "规格、配送、售后不同", en = "specification, delivery or service differ" },
  { zh = "用量小，没有量价优惠", en = "small amounts get no discount" },
  { zh = "急救零星采购", en = "bought singly for an emergency" },
]
unjudged = [
  { table = "hospital_purchases", where = "t.unit_price is null or t.item_code is null", zh = "没有单价或品规编码", en = "no price or no item code" },
]

[tables]
hospital_purchases = ["purchase_id", "hospital", "item_code", "month", "unit_price", "quantity"]

[params.percent]
type = "integer"
default = 30
min = 5
max = 500
label = { zh = "高出（%）", en = "above (%)" }

[params.peers]
type = "integer"
default = 3
min = 2
max = 20
label = { zh = "至少几家", en = "hospitals at least" }

[facts]
price = { type = "decimal(18,2)", zh = "单价（元）", en = "unit price (CNY)" }
cheapest = { type = "decimal(18,2)", zh = "最低（元）", en = "cheapest (CNY)" }
hospitals = { type = "bigint", zh = "几家可比", en = "hospitals compared" }
bought = { type = "bigint", zh = "数量", en = "quantity" }

[evidence]
hospital_purchases = { by = { item_code = "item_code", month = "month" } }

[[case]]
name = "三家可比，贵三成多一分，报"
given.hospital_purchases = [["1", "县医院", "X1", 202603, "13.01", 5], ["2", "中医院", "X1", 202603, "10.00", 9], ["3", "妇幼院", "X1", 202603, "10.50", 9]]
flags = [{ hospital = "县医院", item_code = "X1", month = 202603, price = "13.01", cheapest = "10.00", hospitals = 3, bought = 5 }]

[[case]]
name = "恰好贵三成，不报"
given.hospital_purchases = [["1", "县医院", "X1", 202603, "13.00", 5], ["2", "中医院", "X1", 202603, "10.00", 9], ["3", "妇幼院", "X1", 202603, "10.50", 9]]
flags = []

[[case]]
name = "只有两家，不比；别的月份、别的品规不算"
given.hospital_purchases = [["1", "县医院", "X1", 202603, "20.00", 5], ["2", "中医院", "X1", 202603, "10.00", 9], ["3", "妇幼院", "X1", 202604, "1.00", 9], ["4", "妇幼院", "X2", 202603, "1.00", 9]]
flags = []

[[case]]
name = "各月各品规自己比；两家买了三次还是两家，不报"
given.hospital_purchases = [["1", "县医院", "X1", 202603, "12.00", 5], ["2", "中医院", "X1", 202603, "10.00", 9], ["3", "妇幼院", "X1", 202603, "10.50", 9], ["4", "县医院", "X1", 202604, "1.00", 5], ["5", "中医院", "X1", 202604, "1.10", 9], ["6", "妇幼院", "X1", 202604, "1.20", 9], ["7", "县医院", "X2", 202603, "1.00", 5], ["8", "中医院", "X2", 202603, "1.10", 9], ["9", "妇幼院", "X2", 202603, "1.20", 9], ["10", "县医院", "X3", 202603, "20.00", 5], ["11", "中医院", "X3", 202603, "10.00", 9], ["12", "中医院", "X3", 202603, "10.00", 9]]
flags = []

[[case]]
name = "同一家买了两次，按最高的一次比，数量合计"
given.hospital_purchases = [["1", "县医院", "X1", 202603, "20.00", 5], ["5", "县医院", "X1", 202603, "10.00", 2], ["2", "中医院", "X1", 202603, "10.00", 9], ["3", "妇幼院", "X1", 202603, "10.50", 9]]
flags = [{ hospital = "县医院", item_code = "X1", month = 202603, price = "20.00", bought = 7 }]
---*/
with market as (
  select item_code, month, min(unit_price) as cheapest, count(distinct hospital) as hospitals
  from hospital_purchases
  group by item_code, month
)
select p.hospital, p.item_code, p.month, max(p.unit_price) as price, m.cheapest, m.hospitals, sum(p.quantity) as bought
from hospital_purchases p
join market m on m.item_code = p.item_code and m.month = p.month
where m.hospitals >= :peers
group by p.hospital, p.item_code, p.month, m.cheapest, m.hospitals
having max(p.unit_price) * 100 > m.cheapest * (100 + :percent)
