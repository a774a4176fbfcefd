"""What people write, as everybody reads it: lists keep their numbers, Chinese can be bold, addresses are links."""

import re
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxing.core.text import render_prose

REL = ' rel="nofollow ugc noopener noreferrer"'


def shown(text):
    """The HTML without the marks on links, nor the paragraph around it."""
    return render_prose(text).strip().replace(REL, "").removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("2024. 这一年我们去了。", "2024. 这一年我们去了。"),
        ("2024. 去了\n2025. 又去", "2024. 去了<br>\n2025. 又去"),
        ("7. 七\n8. 八", '<ol start="7">\n<li>七</li>\n<li>八</li>\n</ol>'),
        ("1. 一\n\n说明\n\n2. 二", '<ol>\n<li>一</li>\n</ol>\n<p>说明</p>\n<ol start="2">\n<li>二</li>\n</ol>'),
        ("`2024.` x", "<code>2024.</code> x"),
    ],
)
def test_numbers_stay(text, html):
    assert shown(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**注意：**请带水", "<strong>注意：</strong>请带水"),
        ("请**“注意”**看", "请<strong>“注意”</strong>看"),
        ("**注意：**12月", "<strong>注意：</strong>12月"),
        ("*（小）*字", "<em>（小）</em>字"),
        ("***注意！***请", "<em><strong>注意！</strong></em>请"),
        ("一 ** 二 ** 三", "一 ** 二 ** 三"),
        ("3*4*5 and a**b**c", "3<em>4</em>5 and a<strong>b</strong>c"),
        ('a**"b"**c', 'a**"b"**c'),
    ],
)
def test_bold_beside_chinese_punctuation(text, html):
    assert shown(text) == html


@pytest.mark.parametrize(
    ("text", "href", "words"),
    [
        ("看https://a.cn/b。好", "https://a.cn/b", "https://a.cn/b"),
        ("看http://a.cn/b，好", "http://a.cn/b", "http://a.cn/b"),
        ("（http://a.cn/b）", "http://a.cn/b", "http://a.cn/b"),
        ("(see http://a.cn/x_(y)).", "http://a.cn/x_(y)", "http://a.cn/x_(y)"),
        ("www.a.cn、", "https://www.a.cn", "www.a.cn"),
        ("http://a.cn/b这里", "http://a.cn/b", "http://a.cn/b"),
        ("https://a.cn/石板沟/", "https://a.cn/%E7%9F%B3%E6%9D%BF%E6%B2%9F/", "https://a.cn/石板沟/"),
        ("http://a.cn/?a=1&b=2!", "http://a.cn/?a=1&amp;b=2", "http://a.cn/?a=1&amp;b=2"),
        ("[这里](http://a.cn)", "http://a.cn", "这里"),
        ("<a@b.cn>", "mailto:a@b.cn", "a@b.cn"),
    ],
)
def test_addresses_are_links(text, href, words):
    html = render_prose(text)

    assert f'<a href="{href}"{REL}>{words}</a>' in html and html.count("<a ") == 1


@pytest.mark.parametrize(
    "text",
    ["a@b.cn", "mailto:a@b.cn", "javascript://a.cn/x", "xhttp://a.cn", "http://", "https://。", "www.", "www.a",
     "`http://a.cn`", "    http://a.cn", "a.cn", "ftp://a.cn", "http://中国.cn", "me@www.a.cn", "HTTP : //a.cn"],
)  # fmt: skip
def test_what_is_no_address_stays_text(text):
    assert "<a " not in render_prose(text)


@pytest.mark.parametrize(
    "text",
    ['http://a.cn/"onclick="x', "http://a.cn/'><script>alert(1)</script>", "http://a.cn/<b>", "https://a.cn/&quot;x",
     "www.a.cn/\\\"><img src=x>", "[http://a.cn](javascript:alert(1))", "[x](data:text/html,y)", "http://a.cn/`<i>`"],
)  # fmt: skip
def test_no_address_breaks_out(text):
    html = render_prose(text)

    assert set(re.findall(r"<(\w+)", html)) <= {"p", "a", "code"}
    assert not re.search(r"<[^>]*(onclick|javascript:|data:)", html)


@given(st.text(alphabet="*_中：。http://w.[]()`<>\n 12- ", max_size=80))
def test_nothing_typed_is_lost(text):
    html = re.sub(r"<[^>]+>", "", render_prose(text))

    assert (
        re.sub(r"[^中：。]", "", html) == re.sub(r"[^中：。]", "", text) or "](" in text or "]:" in text or "<" in text
    )


HOSTILE = {
    "addresses": lambda n: "http://a.cn/" * n,
    "brackets": lambda n: "http://a.cn/" + "(" * n + ")" * 2 * n,
    "dots": lambda n: "www." * n,
    "steps": lambda n: "http://a.cn" + "/中" * n,
    "stars": lambda n: "*中：" * n,
    "two stars": lambda n: "**中**：" * n,
    "only stars": lambda n: "*" * n + "中" + "*" * n,
    "years": lambda n: "2024. 中\n" * n,
    "numbers": lambda n: "1. 中\n" * n,
    "open links": lambda n: "[a](" * n,
}


@pytest.mark.once
@pytest.mark.parametrize("kind", HOSTILE)
def test_ten_times_the_text_takes_ten_times_as_long(kind):
    """Steps are counted, which a busy machine doesn't change; the clock only has to see that none of them grows."""

    def steps(size):
        count, text = [0], HOSTILE[kind](size)
        sys.setprofile(lambda *_: count.__setitem__(0, count[0] + 1))
        try:
            render_prose(text)
        finally:
            sys.setprofile(None)
        return count[0]

    def spent(size):
        text, began = HOSTILE[kind](size), time.process_time()
        render_prose(text)
        return time.process_time() - began

    steps(3)
    assert steps(3000) <= 12 * steps(300)
    assert min(spent(3000) / max(spent(300), 0.001) for _ in range(3)) <= 30
