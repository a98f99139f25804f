/*---
id = "contract.no_tender"
version = 1
area = "contracts"
title = { zh = "依法必须招标的合同没有招标", en = "A contract that must be tendered was not" }
question = { zh = "这份合同登记为依法必须招标，金额达到标准，采购方式却不是招标，是什么原因？", en = "This contract is booked as one that must be tendered and reaches the threshold: why was it not tendered?" }
basis = [{ fact = "BID-thr-works" }, { zh = "《招标投标法》第三条", en = "Tendering and Bidding Law, Article 3" }]
key = ["contract_id"]
innocent = [
  { zh = "属于可以不招标的情形，有批准文件", en = "an exception to tendering, with its approval" },
  { zh = "两次招标失败后经批准直接发包", en = "awarded directly with approval after two failed tenders" },
  { zh = "采购方式一栏填错", en = "the method was entered wrongly" },
]
unjudged = [
  { table = "contracts", where = "t.compulsory is null", zh = "没有写明是否依法必须招标", en = "not said whether it must be tendered" },
  { table = "contracts", where = "t.compulsory = true and (t.method is null or t.value is null or t.kind is null or not t.kind in ('工程', '货物', '服务'))", zh = "没有采购方式、金额，或合同类型不是工程、货物、服务", en = "no method or value, or not booked as works, goods or services" },
]

[tables]
contracts = ["contract_id", "unit_name", "supplier", "kind", "method", "compulsory", "signed_on", "value"]

[params.works]
type = "integer"
default = 400
min = 10
max = 10000
law = "BID-thr-works"
label = { zh = "施工单项合同（万元）", en = "works (10,000 CNY)" }

[params.goods]
type = "integer"
default = 200
min = 10
max = 10000
label = { zh = "重要设备、材料等货物（万元）", en = "goods (10,000 CNY)" }

[params.services]
type = "integer"
default = 100
min = 10
max = 10000
label = { zh = "勘察、设计、监理等服务（万元）", en = "services (10,000 CNY)" }

[facts]
unit_name = { type = "varchar", zh = "甲方单位", en = "buyer" }
kind = { type = "varchar", zh = "合同类型", en = "kind" }
method = { type = "varchar", zh = "采购方式", en = "method" }
signed_on = { type = "date", zh = "签订日期", en = "day signed" }
value = { type = "decimal(18,2)", zh = "合同金额（元）", en = "value (CNY)" }

[evidence]
contracts = { by = { contract_id = "contract_id" } }

[[case]]
name = "工程四百万、货物两百万、服务一百万，恰好到标准、没有招标，都报"
given.contracts = [["C1", "水务局", "G1", "工程", "直接发包", true, "2026-03-02", "4000000.00"], ["C2", "水务局", "G1", "货物", "询价", true, "2026-03-02", "2000000.00"], ["C3", "水务局", "G1", "服务", "竞争性磋商", true, "2026-03-02", "1000000.00"]]
flags = [{ contract_id = "C1", unit_name = "水务局", kind = "工程", method = "直接发包", signed_on = "2026-03-02", value = "4000000.00" }, { contract_id = "C2" }, { contract_id = "C3" }]

[[case]]
name = "各差一分钱，不报"
given.contracts = [["C1", "水务局", "G1", "工程", "直接发包", true, "2026-03-02", "3999999.99"], ["C2", "水务局", "G1", "货物", "询价", true, "2026-03-02", "1999999.99"], ["C3", "水务局", "G1", "服务", "竞争性磋商", true, "2026-03-02", "999999.99"]]
flags = []

[[case]]
name = "公开招标、邀请招标，不报；不属于必须招标的，不报；类型不明，不判断"
given.contracts = [["C1", "水务局", "G1", "工程", "公开招标", true, "2026-03-02", "9000000.00"], ["C2", "水务局", "G1", "工程", "邀请招标", true, "2026-03-02", "9000000.00"], ["C3", "水务局", "G1", "工程", "竞争性谈判", false, "2026-03-02", "9000000.00"], ["C4", "水务局", "G1", "其他", "询价", true, "2026-03-02", "9000000.00"]]
flags = []

[[case]]
name = "远超标准，也报"
given.contracts = [["C1", "水务局", "G1", "服务", "询价", true, "2026-03-02", "8000000.00"]]
flags = [{ contract_id = "C1" }]
---*/
select c.contract_id, c.unit_name, c.kind, c.method, c.signed_on, c.value
from contracts c
where c.compulsory = true and not c.method in ('公开招标', '邀请招标')
and c.value >= case when c.kind = '工程' then :works when c.kind = '货物' then :goods when c.kind = '服务' then :services end * 10000
