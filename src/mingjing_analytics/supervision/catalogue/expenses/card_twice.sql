/*---
id = "expense.card_twice"
version = 1
area = "expenses"
title = { zh = "一张油卡一天加油多次", en = "One fuel card used several times a day" }
question = { zh = "这张油卡一天里加了 {times} 次以上，是什么原因？", en = "Why was this fuel card used {times} times or more on one day?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["card_no", "day"]
innocent = [
  { zh = "长途出差，一天跑完一箱多", en = "a long trip used more than a tank in a day" },
  { zh = "一张主卡给几辆车加油", en = "one main card serves several vehicles" },
  { zh = "加油机故障，一次加油分两笔结算", en = "the pump failed and one filling was settled in two parts" },
]
unjudged = [
  { table = "fuel", where = "t.card_no is null or t.day is null", zh = "没有卡号或日期", en = "no card or no day" },
]

[tables]
fuel = ["fill_id", "plate", "card_no", "day", "litres", "amount"]

[params.times]
type = "integer"
default = 2
min = 2
max = 20
label = { zh = "一天几次", en = "times a day" }

[facts]
fillings = { type = "bigint", zh = "加油次数", en = "fillings" }
plates = { type = "bigint", zh = "几辆车", en = "vehicles" }
litres = { type = "decimal(18,2)", zh = "加油量（升）", en = "litres" }
total = { type = "decimal(18,2)", zh = "金额（元）", en = "amount (CNY)" }

[evidence]
fuel = { by = { card_no = "card_no", day = "day" } }

[[case]]
name = "一天两次，报"
given.fuel = [["1", "云A1", "K1", "2026-03-02", "50.00", "400.00"], ["2", "云A1", "K1", "2026-03-02", "40.00", "320.00"]]
flags = [{ card_no = "K1", day = "2026-03-02", fillings = 2, plates = 1, litres = "90.00", total = "720.00" }]

[[case]]
name = "隔一天再加，不报；另一张卡同一天，不报"
given.fuel = [["1", "云A1", "K1", "2026-03-02", "50.00", "400.00"], ["2", "云A1", "K1", "2026-03-03", "40.00", "320.00"], ["3", "云A2", "K2", "2026-03-02", "40.00", "320.00"]]
flags = []

[[case]]
name = "同一笔流水号列了汽油和服务费两行，是一次，不报"
given.fuel = [["1", "云A1", "K1", "2026-03-02", "50.00", "400.00"], ["1", "云A1", "K1", "2026-03-02", "0.00", "5.00"]]
flags = []

[[case]]
name = "两次加油其中一次列两行，仍是两次；两辆车"
given.fuel = [["1", "云A1", "K1", "2026-03-02", "50.00", "400.00"], ["1", "云A1", "K1", "2026-03-02", "0.00", "5.00"], ["2", "云A2", "K1", "2026-03-02", "30.00", "240.00"]]
flags = [{ card_no = "K1", day = "2026-03-02", fillings = 2, plates = 2, total = "645.00" }]
---*/
select g.card_no, g.day, count(distinct g.fill_id) as fillings, count(distinct g.plate) as plates, sum(g.litres) as litres, sum(g.amount) as total
from fuel g
group by g.card_no, g.day
having count(distinct g.fill_id) >= :times
