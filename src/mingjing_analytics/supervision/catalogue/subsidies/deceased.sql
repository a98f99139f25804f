/*---
id = "subsidy.deceased"
version = 1
area = "subsidies"
person = true
title = { zh = "去世后仍发放补贴", en = "Subsidy paid after death" }
question = { zh = "登记去世满 {grace_days} 天以后，补贴为什么还在发放？", en = "Why was the subsidy still paid more than {grace_days} days after the registered death?" }
basis = [{ zh = "《社会救助暂行办法》第十三条：情况变化应当及时停发", en = "Interim Measures for Social Assistance, Article 13: stop when circumstances change" }]
key = ["id_no", "programme"]
innocent = [
  { zh = "死亡登记的日期或号码录错", en = "the death was registered under a wrong day or number" },
  { zh = "遗属按规定领取丧葬费、抚恤金，记在同一项目下", en = "survivors drew a lawful funeral grant booked under the programme" },
  { zh = "款项已经退回，台账还没有冲销", en = "the money came back and the book was not yet corrected" },
]
unjudged = [
  { table = "subsidies", where = "t.id_no is null or t.pay_date is null", zh = "没有身份证号或发放日期", en = "no identity number or no day of payment" },
]

[tables]
subsidies = ["id_no", "programme", "amount", "pay_date"]
deaths = ["id_no", "death_date"]

[params.grace_days]
type = "integer"
default = 30
min = 0
max = 365
label = { zh = "宽限天数", en = "days of grace" }

[facts]
death_date = { type = "date", zh = "登记的死亡日期", en = "registered day of death" }
payments = { type = "bigint", zh = "发放笔数", en = "payments" }
total = { type = "decimal(18,2)", zh = "发放金额（元）", en = "amount paid (CNY)" }
last_pay = { type = "date", zh = "最后一笔", en = "last payment" }

[evidence]
subsidies = { by = { id_no = "id_no", programme = "programme" }, where = "days_between(f.death_date, t.pay_date) > :grace_days" }
deaths = { by = { id_no = "id_no" } }

[[case]]
name = "去世 31 天后还发了一笔，报"
given.subsidies = [["A", "高龄津贴", "100.00", "2026-03-01"], ["A", "高龄津贴", "100.00", "2026-05-02"]]
given.deaths = [["A", "2026-04-01"]]
flags = [{ id_no = "A", programme = "高龄津贴", death_date = "2026-04-01", payments = 1, total = "100.00", last_pay = "2026-05-02" }]

[[case]]
name = "恰在宽限期最后一天，不报"
given.subsidies = [["A", "高龄津贴", "100.00", "2026-05-01"]]
given.deaths = [["A", "2026-04-01"]]
flags = []

[[case]]
name = "死亡登记了两次，从早的一天算"
given.subsidies = [["A", "低保", "300.00", "2026-06-01"]]
given.deaths = [["A", "2026-04-01"], ["A", "2026-05-20"]]
flags = [{ id_no = "A", programme = "低保", death_date = "2026-04-01", payments = 1 }]

[[case]]
name = "宽限期可以改；两笔合计，另一个人不在死亡登记里"
params = { grace_days = 0 }
given.subsidies = [["A", "低保", "300.00", "2026-04-02"], ["A", "低保", "310.00", "2026-05-02"], ["B", "低保", "300.00", "2026-05-02"]]
given.deaths = [["A", "2026-04-01"]]
flags = [{ id_no = "A", programme = "低保", payments = 2, total = "610.00", last_pay = "2026-05-02" }]
---*/
with dead as (
  select id_no, min(death_date) as death_date
  from deaths
  group by id_no
)
select s.id_no, s.programme, d.death_date, count(*) as payments, sum(s.amount) as total, max(s.pay_date) as last_pay
from subsidies s
join dead d on d.id_no = s.id_no
where days_between(d.death_date, s.pay_date) > :grace_days
group by s.id_no, s.programme, d.death_date
