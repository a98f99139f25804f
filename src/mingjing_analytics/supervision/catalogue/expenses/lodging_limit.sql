/*---
id = "expense.lodging_limit"
version = 1
area = "expenses"
person = true
title = { zh = "住宿费超过标准", en = "Lodging above the limit" }
question = { zh = "这次出差的住宿费超过了当地当时的标准，是什么原因？", en = "Why is the lodging of this trip above the limit of that place at that time?" }
basis = [{ fact = "FEE-travel" }, { zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["claim_id", "id_no", "leave_date", "place"]
innocent = [
  { zh = "旺季浮动标准，住宿费标准表没有登记", en = "the seasonal limit was not entered in the table" },
  { zh = "替同行人一并付了房费", en = "a fellow traveller's room was paid too" },
  { zh = "会议指定酒店，另有审批", en = "the meeting named the hotel and it was approved" },
]
unjudged = [
  { table = "travel_claims", where = "t.id_no is null or t.lodging is null or t.nights is null or t.leave_date is null", zh = "没有身份证号、住宿费、住宿天数或出发日期", en = "no identity number, lodging, nights or day of departure" },
  { table = "travel_claims", where = "not exists (select l.place from lodging_limits l where l.place = t.place and l.grade = t.grade and l.valid_from <= t.leave_date and (l.valid_to is null or t.leave_date < l.valid_to))", zh = "标准表里没有这个地点、档次和日期", en = "the table has no limit for this place, grade and day" },
]

[tables]
travel_claims = ["claim_id", "unit_name", "id_no", "leave_date", "place", "grade", "nights", "lodging"]
lodging_limits = ["place", "grade", "night_limit", "valid_from", "valid_to"]

[facts]
unit_name = { type = "varchar", zh = "报销单位", en = "unit" }
grade = { type = "varchar", zh = "职级档次", en = "grade" }
nights = { type = "bigint", zh = "住宿天数", en = "nights" }
lodging = { type = "decimal(18,2)", zh = "住宿费（元）", en = "lodging (CNY)" }
night_limit = { type = "decimal(18,2)", zh = "每天标准（元）", en = "limit per night (CNY)" }

[evidence]
travel_claims = { by = { claim_id = "claim_id", id_no = "id_no", leave_date = "leave_date", place = "place" } }
lodging_limits = { by = { place = "place" }, where = "t.grade = f.grade and t.night_limit = f.night_limit" }

[[case]]
name = "两晚 700.01 元，标准每晚 350 元，报"
given.travel_claims = [["C1", "水务局", "A", "2026-03-02", "临江市", "其余人员", 2, "700.01"]]
given.lodging_limits = [["临江市", "其余人员", "350.00", "2024-01-01", ""]]
flags = [{ claim_id = "C1", id_no = "A", leave_date = "2026-03-02", unit_name = "水务局", place = "临江市", nights = 2, lodging = "700.01", night_limit = "350.00" }]

[[case]]
name = "恰好等于标准，不报；档次高的按高的标准，不报"
given.travel_claims = [["C1", "水务局", "A", "2026-03-02", "临江市", "其余人员", 2, "700.00"], ["C2", "水务局", "A", "2026-03-02", "临江市", "厅级", 1, "480.00"], ["C3", "水务局", "A", "2026-03-02", "云溪市", "其余人员", 1, "380.00"]]
given.lodging_limits = [["临江市", "其余人员", "350.00", "2024-01-01", ""], ["临江市", "厅级", "490.00", "2024-01-01", ""], ["云溪市", "其余人员", "380.00", "2024-01-01", ""]]
flags = []

[[case]]
name = "标准中途提高：生效当天按新标准，不报；前一天按旧标准，报"
given.travel_claims = [["C1", "水务局", "A", "2026-03-01", "临江市", "其余人员", 1, "400.00"], ["C2", "水务局", "A", "2026-02-28", "临江市", "其余人员", 1, "400.00"]]
given.lodging_limits = [["临江市", "其余人员", "350.00", "2024-01-01", "2026-03-01"], ["临江市", "其余人员", "400.00", "2026-03-01", ""]]
flags = [{ claim_id = "C2", id_no = "A", leave_date = "2026-02-28", place = "临江市", night_limit = "350.00" }]

[[case]]
name = "生效当天也照新标准，超过的报"
given.travel_claims = [["C1", "水务局", "A", "2026-03-01", "临江市", "其余人员", 1, "400.01"]]
given.lodging_limits = [["临江市", "其余人员", "400.00", "2026-03-01", ""]]
flags = [{ claim_id = "C1", id_no = "A", leave_date = "2026-03-01", place = "临江市" }]

[[case]]
name = "标准生效以前的行程、标准废止以后的行程，不判断"
given.travel_claims = [["C1", "水务局", "A", "2023-12-31", "临江市", "其余人员", 1, "900.00"], ["C2", "水务局", "A", "2026-06-01", "临江市", "其余人员", 1, "900.00"]]
given.lodging_limits = [["临江市", "其余人员", "350.00", "2024-01-01", "2026-06-01"]]
flags = []
---*/
select t.claim_id, t.id_no, t.leave_date, t.place, t.unit_name, t.grade, t.nights, t.lodging, l.night_limit
from travel_claims t
join lodging_limits l on l.place = t.place and l.grade = t.grade and l.valid_from <= t.leave_date
where (l.valid_to is null or t.leave_date < l.valid_to) and t.lodging > l.night_limit * t.nights
