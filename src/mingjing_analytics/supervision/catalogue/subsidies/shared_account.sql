/*---
id = "subsidy.shared_account"
version = 1
area = "subsidies"
person = true
title = { zh = "多人补贴进同一账号", en = "One account receives for several persons" }
question = { zh = "这个账号收了 {persons} 个以上的人的补贴，是什么原因？", en = "Why does this account receive the subsidies of {persons} persons or more?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["account_no"]
innocent = [
  { zh = "父母子女同住，委托一个人代领", en = "a household has one of them draw for all" },
  { zh = "五保、孤儿由供养机构统一代管", en = "a home manages the money of those it cares for" },
  { zh = "账号录错", en = "the account was entered wrongly" },
]
unjudged = [
  { table = "subsidies", where = "t.account_no is null", zh = "没有账号", en = "no account" },
]

[tables]
subsidies = ["id_no", "account_no", "amount"]

[params.persons]
type = "integer"
default = 3
min = 2
max = 50
label = { zh = "多少人以上", en = "persons at least" }

[facts]
people = { type = "bigint", zh = "人数", en = "persons" }
total = { type = "decimal(18,2)", zh = "金额（元）", en = "amount (CNY)" }

[evidence]
subsidies = { by = { account_no = "account_no" } }

[[case]]
name = "三个人一个账号，报"
given.subsidies = [["A", "1", "10.00"], ["B", "1", "20.00"], ["C", "1", "30.00"]]
flags = [{ account_no = "1", people = 3, total = "60.00" }]

[[case]]
name = "三个人四笔，是三个人"
given.subsidies = [["A", "1", "10.00"], ["B", "1", "20.00"], ["C", "1", "30.00"], ["C", "1", "30.00"]]
flags = [{ account_no = "1", people = 3, total = "90.00" }]

[[case]]
name = "两个人一个账号，一个人两笔，不报"
given.subsidies = [["A", "1", "10.00"], ["B", "1", "20.00"], ["B", "1", "30.00"]]
flags = []
---*/
select s.account_no, count(distinct s.id_no) as people, sum(s.amount) as total
from subsidies s
group by s.account_no
having count(distinct s.id_no) >= :persons
