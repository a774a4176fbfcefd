"""What was asked for, shown in what was found."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from tongxing.core.highlight import BEGINS, ELSEWHERE, EXACT, HOLDS, TOGETHER, excerpt, marked, rank_of


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("石板沟小学", "小学", "石板沟[小学]"),
        ("石板沟小学", "小学 石板", "[石板]沟[小学]"),
        ("臺灣學校", "学校", "臺灣[學校]"),
        ("Hope School", "hope", "[Hope] School"),
        ("石板沟小学", "shibangou", "[石板沟]小学"),
        ("石板沟小学", "shibang", "[石板沟]小学"),
        ("石板沟小学", "xx", "石板沟[小学]"),
        ("重庆路小学", "chongqing", "[重庆]路小学"),
        ("女儿河", "nver", "[女儿]河"),
        ("女儿河", "nüer", "[女儿]河"),
        ("西安村", "xi'an", "[西安]村"),
        ("ＡＢＣ学校", "abc", "[ＡＢＣ]学校"),
        ("ﬁsh pond", "fish", "[ﬁsh] pond"),
        ("a<b>&amp;小学", "小学", "a&lt;b&gt;&amp;amp;[小学]"),
        ("<b>x</b>", "b", "&lt;[b]&gt;x&lt;/[b]&gt;"),
        ("石板沟", "", "石板沟"),
        ("", "石", ""),
    ],
)
def test_what_fits_is_marked(text, query, shown):
    assert marked(text, query) == shown.replace("[", "<mark>").replace("]", "</mark>")


@pytest.mark.parametrize(
    ("names", "query", "rank"),
    [
        (["石板沟小学", ""], "石板沟小学", EXACT),
        (["石板沟 小学"], "石板沟小学", EXACT),
        (["云上", "石板沟"], "石板沟", EXACT),
        (["石板沟小学"], "石板", BEGINS),
        (["石板沟小学"], "shiban", BEGINS),
        (["石板沟小学"], "sbg", BEGINS),
        (["石板沟小学"], "小学 石板", HOLDS),
        (["石板沟小学"], "xiaoxue", TOGETHER),
        (["东里村小学"], "dong li cun", BEGINS),
        (["下东里村"], "dong li cun", TOGETHER),
        (["东山李家村"], "dong li cun", HOLDS),
        (["石板沟小学"], "雅江", ELSEWHERE),
        (["", ""], "雅江", ELSEWHERE),
    ],
)
def test_how_well_a_name_fits(names, query, rank):
    assert rank_of(names, query) == rank


def test_a_line_of_a_long_text():
    text = "# 说明\n\n" + "甲" * 80 + "，**最想要**的是[字典](https://x.example/a)。" + "乙" * 90

    line = excerpt(text, "字典")

    assert line.startswith("…甲") and line.endswith("乙…") and "<mark>字典</mark>" in line
    assert "最想要的是" in line and "x.example" not in line and len(line) < 130
    assert excerpt(text, "zidian") == excerpt(text, "雅江") == ""


@given(st.text(max_size=60), st.text(max_size=30))
def test_nothing_is_lost_and_nothing_is_let_through(text, query):
    shown = marked(text, query)

    assert isinstance(shown, Markup)
    assert Markup(re.sub("</?mark>", "", shown)).unescape() == text
    assert "<" not in re.sub("</?mark>", "", excerpt(text, query))
    assert rank_of([text], query) in (EXACT, BEGINS, TOGETHER, HOLDS, ELSEWHERE)
