"""What was pasted, in whatever brackets and widths."""

from datetime import date

import pytest

from mingjing.cycle.evidence import rules


@pytest.mark.parametrize(
    ("pasted", "kept", "kind"),
    [
        ("澄教函〔2026〕41号", "澄教函〔2026〕41号", "document"),
        (" 澄教函[2026]41号\n", "澄教函〔2026〕41号", "document"),
        ("澄教函［２０２６］ ４１ 号", "澄教函〔2026〕41号", "document"),
        ("澄教函（2026）第41号", "澄教函〔2026〕第41号", "document"),
        ("澄教函【2026】41号", "澄教函〔2026〕41号", "document"),
        ("https://x.gov.cn/a（1）.html", "https://x.gov.cn/a（1）.html", "page"),
        ("http://x.gov.cn/a?b=1&c=2", "http://x.gov.cn/a?b=1&c=2", "page"),
        ("javascript:alert(1)", "javascript:alert(1)", "system"),
        ("data:text/html,<b>", "data:text/html,<b>", "system"),
        ("https://x.cn/<script>", "https://x.cn/<script>", "system"),
        ("县政府第十二次常务会议纪要", "县政府第十二次常务会议纪要", "minute"),
        ("XK-2026-000417", "XK-2026-000417", "system"),
    ],
)
def test_a_pointer_has_one_form_and_a_guessed_kind(pasted, kept, kind):
    assert (rules.tidy(pasted), rules.kind_of(pasted)) == (kept, kind)
    assert rules.tidy(kept) == kept


def test_evidence_is_kept_five_years_also_from_a_leap_day():
    assert rules.keep_until(date(2026, 9, 10)) == date(2031, 9, 10)
    assert rules.keep_until(date(2028, 2, 29)) == date(2033, 2, 28)
