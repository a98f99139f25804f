import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from mingjing_law.calendar import default_calendar, load_calendar
from mingjing_law.cli import main
from mingjing_law.notice import BadNotice, as_toml, parse_notice

SOURCE = Path(__file__).parents[2] / "src"
WEEKDAYS = "一二三四五六日"
NOTICE_2026 = """国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号

各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
国务院办公厅
2025年11月4日
"""
OLD_STYLE = """国务院办公厅关于2024年部分节假日安排的通知
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
"""


def printed(notice):
    """The notice in the standard words of the State Council."""
    lines = [notice.title, notice.number, ""]
    for number, holiday in zip("一二三四五六七", notice.holidays, strict=False):
        first, last = holiday.off[0], holiday.off[-1]
        span = f"{say(first)}至{say(last)}" if first != last else say(first)
        line = f"{number}、{holiday.name}：{span}放假调休，共{len(holiday.off)}天。"
        if holiday.work:
            line += "、".join(map(say, holiday.work)) + "上班。"
        lines.append(line)
    issued = notice.issued_on
    lines += ["国务院办公厅", f"{issued.year}年{issued.month}月{issued.day}日"]
    return "\n".join(lines)


def say(day):
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


@pytest.mark.parametrize("known", default_calendar().notices, ids=lambda n: n.year)
def test_a_published_year_comes_back_from_its_printed_words(known):
    read = parse_notice(printed(known)).notice

    assert read.canonical() == known.canonical()
    assert (read.number, read.issued_on) == (known.number, known.issued_on)


def test_the_notice_of_2026_reads_as_printed_with_its_lunar_dates():
    reading = parse_notice(NOTICE_2026)

    known = default_calendar().notices[-1]
    assert reading.notice.holidays == known.holidays
    assert reading.notice.number == "国办发明电〔2025〕7号"
    assert reading.notice.issued_on == date(2025, 11, 4)
    assert reading.unused == ()


def test_older_wording_reads_too_and_a_recommendation_changes_nothing():
    reading = parse_notice(OLD_STYLE)

    assert reading.notice.holidays == default_calendar().notices[0].holidays
    assert reading.unused == (
        "鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息",
    )


def test_new_year_may_reach_back_into_december():
    text = NOTICE_2026.replace(
        "1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。",
        "2025年12月31日（周三）至2026年1月1日（周四）放假调休，共2天。",
    )

    assert parse_notice(text).notice.holidays[0].off == (
        date(2025, 12, 31),
        date(2026, 1, 1),
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("1月4日（周日）", "1月4日（周六）", "2026-01-04是周日，通知写的是周六"),
        ("共9天", "共8天", "春节：通知写共8天，日期数出来是9天"),
        ("5月9日（周六）上班", "5月8日（周五）上班", "2026-05-08不是周末"),
        ("五、端午节", "五、端阳节", "没有找到：端午节"),
        ("2月28日（周六）", "2月30日（周六）", "没有“2月30日（周六）”这一天"),
        ("25日（周五）至27日（周日）", "27日（周日）至25日（周五）", "首尾颠倒"),
        ("10月10日（周六）上班", "5月9日（周六）上班", "2026-05-09出现了两次"),
        ("部分节假日安排的通知", "工作要点", "没有找到"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(before, after, said):
    assert before in NOTICE_2026

    with pytest.raises(BadNotice, match=said):
        parse_notice(NOTICE_2026.replace(before, after, 1))


def notice_of_2027():
    """Fictional: what the next notice might say."""
    return """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至12日（周五）放假调休，共8天。2月14日（周日）、2月20日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）、5月8日（周六）上班。
五、端午节：6月9日（周三）放假1天，不调休。
六、中秋节：9月15日（周三）放假1天，不调休。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_next_years_notice_is_imported_by_command(tmp_path, capsys, encoding):
    paper = tmp_path / "通知.txt"
    paper.write_text(notice_of_2027(), encoding=encoding)
    folder = tmp_path / "calendars"

    assert main(["calendar", "import", str(paper), "--dir", str(folder)]) == 0

    said = capsys.readouterr().out
    assert "春节：2027-02-05 … 2027-02-12，8天；补班 worked：2027-02-14" in said
    calendar = load_calendar([folder])
    assert calendar.last_known_day == date(2027, 12, 31)
    assert calendar.is_working_day(date(2027, 2, 20))
    assert calendar.name_of(date(2027, 9, 15)) == "中秋节"


def test_a_changed_notice_becomes_version_two_and_the_first_is_kept(tmp_path, capsys):
    paper, folder = tmp_path / "notice.txt", tmp_path / "calendars"
    command = ["calendar", "import", str(paper), "--dir", str(folder)]
    paper.write_text(notice_of_2027(), encoding="utf-8")
    main(command)
    assert main(command) == 0
    assert "没有变化" in capsys.readouterr().out

    longer = notice_of_2027().replace(
        "至12日（周五）放假调休，共8天", "至13日（周六）放假调休，共9天"
    )
    paper.write_text(longer, encoding="utf-8")
    assert main(command) == 0

    assert sorted(p.name for p in folder.iterdir()) == ["2027-v2.toml", "2027.toml"]
    assert load_calendar([folder]).name_of(date(2027, 2, 13)) == "春节"


def test_a_refused_notice_writes_nothing(tmp_path, capsys):
    paper = tmp_path / "notice.txt"
    paper.write_text(notice_of_2027().replace("共8天", "共7天"), encoding="utf-8")

    assert main(["calendar", "import", str(paper), "--dir", str(tmp_path / "c")]) == 2

    assert "通知写共7天" in capsys.readouterr().err
    assert not (tmp_path / "c").exists()


def test_the_file_written_reads_back_as_the_notice(tmp_path):
    notice = parse_notice(notice_of_2027(), paper="https://example.org/1").notice
    (tmp_path / "2027.toml").write_text(as_toml(notice), encoding="utf-8")

    assert load_calendar([tmp_path]).notices[-1] == notice


def test_a_server_names_the_folder_of_its_imported_notices(tmp_path):
    (tmp_path / "notice.txt").write_text(notice_of_2027(), encoding="utf-8")
    folder = tmp_path / "calendars"
    environment = {"MINGJING_CALENDARS": str(folder), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "mingjing_law"]

    def run(*argv):
        done = subprocess.run(
            [*command, *argv],
            cwd=SOURCE,
            env=environment,
            capture_output=True,
            check=True,
        )
        return done.stdout.decode()

    clock = ("clock", "GIO-33-answer", "--from", "2026-12-28", "--json")
    before = json.loads(run(*clock))
    run("calendar", "import", str(tmp_path / "notice.txt"))
    after = json.loads(run(*clock))

    assert (before["due_on"], before["provisional"]) == ("2027-01-25", True)
    assert (after["due_on"], after["provisional"]) == ("2027-01-26", False)
    assert after["calendar"].startswith("2027-")
