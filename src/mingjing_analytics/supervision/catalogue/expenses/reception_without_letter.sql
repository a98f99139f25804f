/*---
id = "reception.without_letter"
version = 1
area = "expenses"
title = { zh = "公务接待没有公函", en = "Reception without a letter" }
question = { zh = "这次公务接待超过 {least} 元，台账里没有公函编号，是什么原因？", en = "This reception cost more than {least} CNY and the book shows no letter number: why?" }
basis = [{ fact = "ECO-22" }, { fact = "RECV-7" }]
key = ["reception_id"]
innocent = [
  { zh = "公函收到了，登记台账时漏填编号", en = "the letter was received and its number left out of the book" },
  { zh = "紧急公务先电话联系，公函后补", en = "urgent business was announced by telephone and the letter followed" },
  { zh = "外事或招商接待，另有审批单", en = "foreign or investment guests were approved on another form" },
]
unjudged = [
  { table = "receptions", where = "t.reception_id is null or t.amount is null", zh = "没有接待编号或金额", en = "no reception number or no amount" },
]

[tables]
receptions = ["reception_id", "unit_code", "recv_date", "letter_no", "amount"]

[params.least]
type = "integer"
default = 0
min = 0
max = 10000
label = { zh = "起报金额（元）", en = "amount to start from (CNY)" }

[facts]
unit_code = { type = "varchar", zh = "单位", en = "unit" }
recv_date = { type = "date", zh = "接待日期", en = "day of reception" }
total = { type = "decimal(18,2)", zh = "接待费（元）", en = "cost (CNY)" }

[evidence]
receptions = { by = { reception_id = "reception_id" }, where = "coalesce(trim(t.letter_no), '') = ''" }

[[case]]
name = "没有公函编号，报；有编号的不报"
given.receptions = [["J1", "D01", "2026-03-03", "", "480.00"], ["J2", "D01", "2026-03-04", "青函〔2026〕3号", "480.00"]]
flags = [{ reception_id = "J1", unit_code = "D01", recv_date = "2026-03-03", total = "480.00" }]

[[case]]
name = "编号一栏只有空格，也报"
given.receptions = [["J1", "D01", "2026-03-03", "  ", "0.01"]]
flags = [{ reception_id = "J1" }]

[[case]]
name = "同一次接待分三笔登记，其中一笔写了公函编号，不报"
given.receptions = [["J1", "D01", "2026-03-03", "", "300.00"], ["J1", "D01", "2026-03-03", "青函〔2026〕3号", "200.00"], ["J1", "D01", "2026-03-03", "", "100.00"]]
flags = []

[[case]]
name = "没有花钱的接待，不报"
given.receptions = [["J1", "D01", "2026-03-03", "", "0.00"]]
flags = []

[[case]]
name = "两笔合计刚过起报金额，报；另一次恰好等于，不报"
params = { least = 200 }
given.receptions = [["J1", "D01", "2026-03-03", "", "150.00"], ["J1", "D01", "2026-03-04", "", "50.01"], ["J2", "D02", "2026-03-05", "", "200.00"]]
flags = [{ reception_id = "J1", recv_date = "2026-03-03", total = "200.01" }]

[[case]]
name = "同一个编号被两个单位用了，只报一次"
given.receptions = [["J1", "D01", "2026-03-03", "", "150.00"], ["J1", "D02", "2026-03-04", "", "50.00"]]
flags = [{ reception_id = "J1", unit_code = "D01" }]
---*/
select r.reception_id, min(r.unit_code) as unit_code, min(r.recv_date) as recv_date, sum(r.amount) as total
from receptions r
group by r.reception_id
having sum(r.amount) > :least and max(coalesce(trim(r.letter_no), '')) = ''
