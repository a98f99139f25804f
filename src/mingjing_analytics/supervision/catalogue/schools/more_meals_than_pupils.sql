/*---
id = "school.more_meals_than_pupils"
version = 1
area = "schools"
title = { zh = "结算份数多于到校人数", en = "More meals than pupils" }
question = { zh = "这一天结算的份数比到校人数多 {percent}% 以上，是什么原因？", en = "Why were {percent}% more meals settled than pupils were present?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["school", "day"]
innocent = [
  { zh = "教职工用餐记在一起", en = "staff ate too and were counted in" },
  { zh = "一天两餐，份数合计", en = "two meals a day added up" },
  { zh = "到校人数漏报一个校区", en = "a campus was left out of the attendance" },
]
unjudged = [
  { table = "school_meals", where = "t.pupils is null or t.meals is null", zh = "没有到校人数或份数", en = "no pupils or no meals" },
]

[tables]
school_meals = ["school", "day", "pupils", "meals", "amount"]

[params.percent]
type = "integer"
default = 10
min = 0
max = 100
label = { zh = "容许多出（%）", en = "tolerance (%)" }

[facts]
pupils = { type = "bigint", zh = "到校人数", en = "pupils" }
meals = { type = "bigint", zh = "结算份数", en = "meals" }
amount = { type = "decimal(18,2)", zh = "结算金额（元）", en = "amount (CNY)" }

[evidence]
school_meals = { by = { school = "school", day = "day" } }

[[case]]
name = "一百个学生一百一十一份，报"
given.school_meals = [["一小", "2026-03-02", 100, 111, "1110.00"]]
flags = [{ school = "一小", day = "2026-03-02", pupils = 100, meals = 111, amount = "1110.00" }]

[[case]]
name = "恰好多百分之十，不报"
given.school_meals = [["一小", "2026-03-02", 100, 110, "1100.00"], ["一小", "2026-03-03", 100, 90, "900.00"]]
flags = []
---*/
select m.school, m.day, m.pupils, m.meals, m.amount
from school_meals m
where m.meals * 100 > m.pupils * (100 + :percent)
