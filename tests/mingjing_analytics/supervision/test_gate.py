"""What a model's author may not write: each is refused before any engine sees it."""

import pytest

from mingjing_analytics.supervision.language.bound import bind
from mingjing_analytics.supervision.language.gate import parsed
from mingjing_analytics.supervision.refusal import Refused

SCHEMA = {
    "s": {"id": "varchar", "n": "bigint", "amount": "decimal(18,2)", "day": "date"},
    "p": {"id": "varchar", "day": "date", "code": "varchar", "n": "bigint"},
}
ROW = {"_row": "bigint", "_sheet": "varchar"}
TABLES = {name: {**ROW, **columns} for name, columns in SCHEMA.items()}

READS_FILES = """
select * from read_csv('/etc/passwd')
select id from read_parquet('x.parquet')
select id from read_csv_auto('/etc/passwd')
select id from read_json('/etc/passwd')
select id from read_text('/etc/passwd')
select id from read_blob('/etc/passwd')
select id from glob('/*')
select id from '/etc/passwd'
select id from "/etc/passwd"
select id from 'x.parquet'
select id from "x.csv"
select id from sniff_csv('/etc/passwd')
select id from s, read_csv('/etc/passwd')
select id from s join read_csv('/etc/passwd') r on r.id = s.id
select id from s where id in (select column0 from read_csv('/etc/passwd'))
select id from s where exists (select 1 from read_csv('/x') r where r.id = s.id)
with r as (select id from read_csv('/etc/passwd')) select id from r
with r as (select id from '/etc/passwd') select id from r
select id from s where id = (select content from read_text('/etc/passwd'))
select getenv('HOME') as id from s
select id from query('select 1')
select id from query_table('s')
select id from parquet_scan('x')
select id from parquet_metadata('x')
select id from parquet_schema('x')
select id from read_ndjson('x')
select id from read_xlsx('x.xlsx')
select id from sqlite_scan('x', 'y')
select id from postgres_scan('x', 'y', 'z')
select id from iceberg_scan('x')
select id from delta_scan('x')
select id from arrow_scan(1, 2, 3)
select id from pandas_scan(1)
select id from python_map_function(1)
select id from which_secret('x', 'y')
""".strip().splitlines()

WRITES_OR_CHANGES = """
copy s to '/tmp/x.csv'
copy (select 1) to '/tmp/x.csv'
copy s from '/etc/passwd'
insert into s values ('x')
update s set id = 'x'
delete from s
drop table s
create table x as select 1
create view x as select 1
create macro f(x) as x
create function f(x) as x
create secret x (type s3)
alter table s add column x int
truncate s
attach '/tmp/x.db' as x
attach ':memory:' as x
detach x
use x
install httpfs
load httpfs
load '/tmp/x.so'
set memory_limit = '99GB'
set enable_external_access = true
reset memory_limit
pragma database_list
pragma enable_profiling
call pragma_version()
export database '/tmp/x'
import database '/tmp/x'
checkpoint
vacuum
begin
commit
prepare x as select 1
execute x
deallocate x
explain select 1 from s
describe s
show tables
summarize s
set variable x = 1
merge into s using p on s.id = p.id when matched then delete
grant all on s to x
comment on table s is 'x'
analyze s
""".strip().splitlines()

SEES_THE_ENGINE = """
select table_name as id from information_schema.tables
select id from duckdb_tables()
select id from duckdb_settings()
select id from duckdb_databases()
select id from duckdb_secrets()
select id from duckdb_functions()
select id from duckdb_extensions()
select id from pragma_table_info('s')
select id from sqlite_master
select id from pg_catalog.pg_tables
select id from main.s
select id from memory.main.s
select id from other
select current_setting('memory_limit') as id from s
select current_user as id from s
select current_database() as id from s
select version() as id from s
select pg_typeof(id) as id from s
select getvariable('x') as id from s
select txid_current() as id from s
""".strip().splitlines()

NEVER_THE_SAME_TWICE = """
select random() as id from s
select uuid() as id from s
select now() as id from s
select current_date as id from s
select current_timestamp as id from s
select today() as id from s
select hash(id) as id from s
select any_value(id) as id from s
select first(id) as id from s
select arg_max(id, n) as id from s
select mode(id) as id from s
select median(n) as id from s
select array_agg(id) as id from s
select string_agg(id, ',') as id from s
select list(id) as id from s
select approx_count_distinct(id) as id from s
select quantile_cont(n, 0.5) as id from s
select sum(cast(n as double)) as id from s
select avg(amount) as id from s
select stddev(n) as id from s
select amount / 3 as id from s
select n // 3 as id from s
select cast(amount as bigint) as id from s
select cast(id as bigint) as id from s
select cast(amount as varchar) as id from s
select cast(id as date) as id from s
select try_cast(id as bigint) as id from s
select id::int from s
select round(amount, 1) as id from s
select floor(amount) as id from s
select log(n) as id from s
select sqrt(n) as id from s
select exp(n) as id from s
select power(n, 2) as id from s
select dayofweek(day) as id from s
select extract(dow from day) as id from s
select date_diff('month', day, day) as id from s
select date_trunc('month', day) as id from s
select strftime(day, '%Y') as id from s
select day + interval 1 day as id from s
select levenshtein(id, id) as id from s
select jaro_winkler_similarity(id, id) as id from s
select upper(id) as id from s
select lower(id) as id from s
select reverse(id) as id from s
select regexp_replace(id, 'a', 'b') as id from s
select regexp_matches(id, '(a+)+$') as id from s
select id from s order by id
select id from s limit 1
select id from s offset 1
select id from s using sample 10
select id from s tablesample 10 percent
select distinct on (id) id from s
select id from s union select id from p
select id from s except select id from p
select id from s intersect select id from p
select id, row_number() over (order by n) as n from s
select id, rank() over (order by n, _row) as n from s
select id, first_value(n) over (order by n, _row) as n from s
select id, lag(n) over (order by n) as n from s
select id, sum(n) over (order by n) as n from s
select id, count(distinct n) over (partition by id) as n from s
select id, sum(n) over (order by day range between interval 7 day preceding and current row) as n from s
select id, sum(n) filter (where n > 1) as n from s group by id
""".strip().splitlines()

TAKES_THE_MACHINE = [
    "select s.id from s, p",
    "select s.id from s cross join p",
    "select s.id from s join p on true",
    "select s.id from s join p on s.n > p.n",
    "select s.id from s join p on s.n <> p.n",
    "select s.id from s join p on s.id = s.id",
    "select s.id from s join p on s.id = p.id or s.n > p.n",
    "select s.id from s natural join p",
    "select s.id from s join p using (id)",
    "select s.id from s positional join p",
    "select s.id from s asof join p on s.id = p.id and s.day >= p.day",
    "select s.id from s semi join p on s.id = p.id",
    "select s.id from s anti join p on s.id = p.id",
    "select s.id from s full join p on s.id = p.id",
    "select s.id from s right join p on s.id = p.id",
    "select s.id from s, lateral (select p.id from p) q",
    "select id from s where exists (select 1 from p where p.n > s.n)",
    "select id from s where exists (select 1 from p)",
    "with recursive r as (select id from s union all select id from r) select id from r",
    "select id from range(1000000000)",
    "select id from generate_series(1, 1000000000)",
    "select unnest(range(1000000000)) as id from s",
    "select list(range(2000000000)) as id from s",
    "select repeat(id, 1000000000) as id from s",
    "select lpad(id, 1000000000, 'x') as id from s",
    "select id from s pivot (sum(n) for id in ('a'))",
    "select id from (select id from s) x",
    "select id from s where " + "(" * 100 + "n = 1" + ")" * 100,
    "select id from s where n in (" + ", ".join(map(str, range(9000))) + ")",
    "select id from s where " + "not " * 400 + "n = 1",
    "select " + "-" * 1 + "- n as id from s",
    "select id from s where n = 1" + " and n = 1" * 3000,
]

DISGUISED = [
    "select id from s; drop table s",
    "select id from s; select 1",
    "select id from s -- and so on",
    "select id from s /* hm */",
    "select id from s where id = 'a\\'",
    "select id from s where id = 'a''b'",
    "select id from s where id = $$x$$",
    "select id from s where id = e'\\x41'",
    "select id from s where id = x'41'",
    "select id from s where id = ?",
    "select id from s where n = $1",
    "select id from s where n = :unknown",
    "select id from s where n = 1e9",
    "select id from s where n = 99999999999999999999",
    "select id from s where n = '1'",
    "select id from s where id = 1",
    "select id from s where day = '2026-01-01'",
    "select id from s where day > 20260101",
    "select id + 1 as id from s",
    "select id from s where n",
    "select * from s",
    "select s.* from s",
    "select columns(*) from s",
    "select * exclude (id) from s",
    "select * replace (1 as id) from s",
    "select struct_pack(a := id) as id from s",
    "select {'a': id} as id from s",
    "select [id] as id from s",
    "select map([id], [n]) as id from s",
    "select list_transform([n], x -> x) as id from s",
    "select id[1] as id from s",
    "select s as id from s",
    'select id as "ID" from s',
    'select "id" from "S"',
    "select (select max(id) from p) as id from s",
    "select id from s where n > (select max(n) from p)",
    "select id from s where n = any (select n from p)",
    "select id from s qualify n = 1",
    "select id into x from s",
    "select id from s for update",
    "select id from s window w as (order by n)",
    "select id from s group by all",
    "select id from s group by rollup (id)",
    "select id from s group by cube (id)",
    "select id from s group by grouping sets ((id), ())",
    "from s",
    "table s",
    "values (1)",
    "(select id from s)",
    "",
    ";",
    "x",
    "select",
    "select id from s where id like n",
    "select id from s where id like 'a' escape 'b'",
    "select id from s where id ilike 'a'",
    "select id from s where id similar to 'a'",
    "select id from s where id ~ 'a'",
    "select id from s where id collate nocase = 'a'",
    "select substr(id, n) as id from s",
    "select substr(id, -1) as id from s",
    "select n % p as id from s",
    "select n % 0 as id from s",
    "select id at time zone 'UTC' from s",
    "select days_between(day) as n from s",
    "select days_between(day, day, day) as n from s",
    "with s as (select id from p) select id from s",
    "with a as (select id from s), a as (select id from p) select id from a",
    "with a as materialized (select id from s) select id from a",
    "select nothing from s",
    "select id from s join p on s.id = p.id",
    "select id from s where id not in (select id from p)",
    "select id in (select id from p) as id from s",
]

GROUPS = {
    "reads files": READS_FILES,
    "writes or changes": WRITES_OR_CHANGES,
    "sees the engine": SEES_THE_ENGINE,
    "never the same twice": NEVER_THE_SAME_TWICE,
    "takes the machine": TAKES_THE_MACHINE,
    "disguised": DISGUISED,
}
ATTACKS = [(name, text) for name, texts in GROUPS.items() for text in texts]


@pytest.mark.parametrize(("group", "text"), ATTACKS)
def test_an_attack_is_refused(group, text):
    with pytest.raises(Refused) as refusal:
        bind(parsed(text), TABLES, {}, {})
    assert refusal.value.zh
    assert len(refusal.value.en) < 400, group


def test_there_are_enough_attacks():
    assert len(set(ATTACKS)) >= 150


@pytest.mark.parametrize(
    "text",
    [
        "select s.id, count(*) as n from s group by s.id having count(*) > 1",
        "select s.id from s left join p on p.id = s.id where p.id is null",
        "select s.id from s where not exists (select 1 from p where p.id = s.id)",
        "select id from s where id in (select id from p where n between 1 and 2)",
        "with a as (select id, sum(amount) as t from s group by id) select id from a where t * 10 > 7",
        "select id, lag(n) over (partition by id order by day, _row) as n from s",
        "select id from s union all select id from p",
        "select case when n > 1 then 'a' else 'b' end as id from s where id like 'a%'",
        "select id from s where days_between(day, add_days(day, 3)) = 3",
    ],
)
def test_what_a_model_needs_passes(text):
    sql = bind(parsed(text), TABLES, {}, {}).sql("duckdb")
    assert sql
    assert "days_between" not in sql.lower()
