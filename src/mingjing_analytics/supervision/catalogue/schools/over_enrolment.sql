/*---
id = "school.over_enrolment"
version = 1
area = "schools"
title = { zh = "招生超过核定数", en = "Enrolment above the approved places" }
question = { zh = "实际招生比核定多 {places} 人以上，是什么原因？", en = "Why were {places} or more pupils enrolled above the approved places?" }
basis = [{ zh = "本县规定（请填文号）", en = "the county's own rule (fill in its number)" }]
key = ["school", "grade"]
innocent = [
  { zh = "教育局中途追加了计划", en = "the bureau added places during the year" },
  { zh = "转学、复学按规定接收", en = "transfers taken in by rule" },
  { zh = "核定数是上一年的", en = "the approved number is last year's" },
]
unjudged = [
  { table = "school_classes", where = "t.approved is null or t.enrolled is null", zh = "没有核定数或实招数", en = "no approved or enrolled number" },
]

[tables]
school_classes = ["school", "grade", "approved", "enrolled"]

[params.places]
type = "integer"
default = 5
min = 1
max = 200
label = { zh = "多出人数", en = "pupils above" }

[facts]
approved = { type = "bigint", zh = "核定", en = "approved" }
enrolled = { type = "bigint", zh = "实招", en = "enrolled" }

[evidence]
school_classes = { by = { school = "school", grade = "grade" } }

[[case]]
name = "多五人，报；两行合计"
given.school_classes = [["一小", "一年级", 90, 93], ["一小", "一年级", 90, 92]]
flags = [{ school = "一小", grade = "一年级", approved = 180, enrolled = 185 }]

[[case]]
name = "多四人，不报"
given.school_classes = [["一小", "一年级", 180, 184], ["一小", "二年级", 180, 100]]
flags = []
---*/
select c.school, c.grade, sum(c.approved) as approved, sum(c.enrolled) as enrolled
from school_classes c
group by c.school, c.grade
having sum(c.enrolled) >= sum(c.approved) + :places
