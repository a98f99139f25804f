/*---
id = "expense.more_nights"
version = 1
area = "expenses"
person = true
title = { zh = "住宿天数多于出差天数", en = "More nights than the trip had" }
question = { zh = "报销的住宿天数比这次出差的夜数多 {extra} 晚以上，是什么原因？", en = "Why are there {extra} or more nights of lodging than this trip had?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["claim_id", "id_no", "leave_date"]
innocent = [
  { zh = "两个人各住一间，房晚合计", en = "two people had a room each and the nights were added up" },
  { zh = "返回日期登记早了", en = "the day of return was entered too early" },
  { zh = "凌晨到达，前一晚也要付房费", en = "arriving in the early morning, the night before was charged too" },
]
unjudged = [
  { table = "travel_claims", where = "t.id_no is null or t.leave_date is null or t.return_date is null or t.nights is null", zh = "没有身份证号、起止日期或住宿天数", en = "no identity number, days of travel or no nights" },
]

[tables]
travel_claims = ["claim_id", "unit_name", "id_no", "leave_date", "return_date", "nights", "lodging"]

[params.extra]
type = "integer"
default = 1
min = 1
max = 10
label = { zh = "多出几晚", en = "nights too many" }

[facts]
unit_name = { type = "varchar", zh = "报销单位", en = "unit" }
nights = { type = "bigint", zh = "报销住宿天数", en = "nights claimed" }
possible = { type = "bigint", zh = "出差夜数", en = "nights of the trip" }
lodging = { type = "decimal(18,2)", zh = "住宿费（元）", en = "lodging (CNY)" }

[evidence]
travel_claims = { by = { claim_id = "claim_id", id_no = "id_no", leave_date = "leave_date" } }

[[case]]
name = "周一去周三回，报了三晚，报"
given.travel_claims = [["C1", "水务局", "A", "2026-03-02", "2026-03-04", 3, "900.00"]]
flags = [{ claim_id = "C1", id_no = "A", leave_date = "2026-03-02", unit_name = "水务局", nights = 3, possible = 2, lodging = "900.00" }]

[[case]]
name = "两晚，不报；当天往返没有住宿，不报"
given.travel_claims = [["C1", "水务局", "A", "2026-03-02", "2026-03-04", 2, "600.00"], ["C2", "水务局", "A", "2026-03-02", "2026-03-02", 0, "0.00"]]
flags = []

[[case]]
name = "凌晨到达的允许多一晚，多两晚才报"
params = { extra = 2 }
given.travel_claims = [["C1", "水务局", "A", "2026-03-02", "2026-03-04", 3, "900.00"], ["C2", "水务局", "A", "2026-03-02", "2026-03-04", 4, "900.00"], ["C3", "水务局", "A", "2026-03-02", "2026-03-04", 5, "900.00"]]
flags = [{ claim_id = "C2", id_no = "A", leave_date = "2026-03-02" }, { claim_id = "C3", id_no = "A", leave_date = "2026-03-02" }]
---*/
select t.claim_id, t.id_no, t.leave_date, t.unit_name, t.nights, days_between(t.leave_date, t.return_date) as possible, t.lodging
from travel_claims t
where t.nights >= days_between(t.leave_date, t.return_date) + :extra
