/*---
id = "expense.travel_meals"
version = 1
area = "expenses"
person = true
title = { zh = "统一安排用餐又领伙食补助", en = "Meal allowance although meals were provided" }
question = { zh = "会议培训统一安排了用餐，领的伙食补助比路上的天数多，是什么原因？", en = "The meeting or training provided meals: why was the meal allowance claimed for more days than those on the way?" }
basis = [{ fact = "FEE-travel" }, { fact = "FEE-train" }, { zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["claim_id", "id_no", "leave_date", "event_id"]
innocent = [
  { zh = "会议只安排部分用餐，其余自理", en = "only some of the meals were provided" },
  { zh = "会后继续出差，另有审批", en = "the trip went on after the meeting with approval" },
  { zh = "交了伙食费，凭票领的补助", en = "the meals were paid for and the allowance drawn against the receipt" },
]
unjudged = [
  { table = "travel_claims", where = "t.id_no is null or t.leave_date is null or t.return_date is null or t.meal_days is null", zh = "没有身份证号、起止日期或补助天数", en = "no identity number, days of travel or of allowance" },
  { table = "travel_claims", where = "t.event_id is not null and not exists (select m.event_id from meetings m where m.event_id = t.event_id)", zh = "会议培训台账里找不到这个编号", en = "the list of meetings lacks this number" },
]

[tables]
travel_claims = ["claim_id", "unit_name", "id_no", "leave_date", "return_date", "meal_days", "meal_allowance", "event_id"]
meetings = ["event_id", "start_date", "end_date", "meals_provided"]

[facts]
unit_name = { type = "varchar", zh = "报销单位", en = "unit" }
meal_days = { type = "bigint", zh = "补助天数", en = "days of allowance" }
days_on_the_way = { type = "bigint", zh = "路上天数", en = "days on the way" }
meal_allowance = { type = "decimal(18,2)", zh = "伙食补助费（元）", en = "meal allowance (CNY)" }

[evidence]
travel_claims = { by = { claim_id = "claim_id", id_no = "id_no", leave_date = "leave_date", event_id = "event_id" } }
meetings = { by = { event_id = "event_id" } }

[[case]]
name = "五天行程、三天会议，领三天补助，报"
given.travel_claims = [["C1", "水务局", "A", "2026-03-02", "2026-03-06", 3, "300.00", "H1"]]
given.meetings = [["H1", "2026-03-03", "2026-03-05", true]]
flags = [{ claim_id = "C1", id_no = "A", leave_date = "2026-03-02", unit_name = "水务局", event_id = "H1", meal_days = 3, days_on_the_way = 2, meal_allowance = "300.00" }]

[[case]]
name = "只领路上两天，不报；会议不管饭，领五天，不报"
given.travel_claims = [["C1", "水务局", "A", "2026-03-02", "2026-03-06", 2, "200.00", "H1"], ["C2", "水务局", "A", "2026-03-02", "2026-03-06", 5, "500.00", "H2"]]
given.meetings = [["H1", "2026-03-03", "2026-03-05", true], ["H2", "2026-03-03", "2026-03-05", false]]
flags = []

[[case]]
name = "会议五天，只参加中间三天，一天也不该领；领了一天，报"
given.travel_claims = [["C1", "水务局", "A", "2026-03-03", "2026-03-05", 1, "100.00", "H1"], ["C2", "水务局", "A", "2026-03-03", "2026-03-05", 0, "0.00", "H1"]]
given.meetings = [["H1", "2026-03-02", "2026-03-06", true]]
flags = [{ claim_id = "C1", id_no = "A", leave_date = "2026-03-03", event_id = "H1", days_on_the_way = 0 }]
---*/
select t.claim_id, t.id_no, t.leave_date, t.event_id, t.unit_name, t.meal_days, days_between(t.leave_date, t.return_date) - days_between(greatest(t.leave_date, m.start_date), least(t.return_date, m.end_date)) as days_on_the_way, t.meal_allowance
from travel_claims t
join meetings m on m.event_id = t.event_id
where m.meals_provided = true and t.meal_days > days_between(t.leave_date, t.return_date) - days_between(greatest(t.leave_date, m.start_date), least(t.return_date, m.end_date))
