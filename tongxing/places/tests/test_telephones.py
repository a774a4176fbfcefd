"""What is private is cut out of what somebody wrote; years, heights, sums and numbers of things stay."""

from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tongxing.places.telephones import cut_private

MARKS = "0123456789０５-－. ()转电话手机:：QqVvXx微信@a米年元编号学号+/"


@pytest.mark.parametrize(
    ("said", "kept", "cut"),
    [
        ("打电话13800138000问李老师", "打…问李老师", ["电话13800138000"]),
        ("电话：0836-5123456", "…", ["电话：0836-5123456"]),
        ("QQ 12345678 或 a.b@qq.com", "… 或 …", ["QQ 12345678", "a.b@qq.com"]),
        ("１３８００１３８０００", "…", ["１３８００１３８０００"]),
        ("138-0013-8000，微信号：lao_wang", "…，…", ["138-0013-8000", "微信号：lao_wang"]),
        ("张老师电话 0836-5124567，微信 zhang_laoshi01，邮箱 a@b.com", "张老师…，…，邮箱 …",
         ["电话 0836-5124567", "微信 zhang_laoshi01", "a@b.com"]),
        ("问李老师 138 0013 8000。", "问李老师 …。", ["138 0013 8000"]),
        ("138.0013.8000", "…", ["138.0013.8000"]),
        ("1 3 8 0 0 1 3 8 0 0 0", "…", ["1 3 8 0 0 1 3 8 0 0 0"]),
        ("手机:13900001111/13800001111", "…/…", ["手机:13900001111", "13800001111"]),
        ("+86 138 0013 8000", "…", ["+86 138 0013 8000"]),
        ("(0836)5124567转8001", "…", ["(0836)5124567转8001"]),
        ("０８３６－５１２４５６７", "…", ["０８３６－５１２４５６７"]),
        ("010 65529988、021-6552 9988", "…、…", ["010 65529988", "021-6552 9988"]),
        ("0836-5124567/5124568", "…", ["0836-5124567/5124568"]),
        ("tel:+86-836-5124567", "…", ["tel:+86-836-5124567"]),
        ("+852 9123 4567", "…", ["+852 9123 4567"]),
        ("办公室电话5124567", "办公室…", ["电话5124567"]),
        ("座机 512-4567 分机 12", "…", ["座机 512-4567 分机 12"]),
        ("V13800138000", "V…", ["13800138000"]),
        ("QQ群：123456789", "…", ["QQ群：123456789"]),
        ("QQ/微信：123456789", "…", ["QQ/微信：123456789"]),
        ("加微信abc12345", "加…", ["微信abc12345"]),
        ("Email: a.b+c@x.edu.cn", "Email: …", ["a.b+c@x.edu.cn"]),
        ("身份证 11010519491231002X", "身份证 …", ["11010519491231002X"]),
    ],
)  # fmt: skip
def test_what_is_private_is_cut_out_and_named(said, kept, cut):
    assert cut_private(said) == (kept, cut)


@pytest.mark.parametrize(
    "said",
    [
        "国道318线2750-2760公里处",
        "海拔3000-4500米。2011-2012学年有学生120人。1998 2003 2008年三次修缮，造价1200000元。",
        "2024-05-06 去过；建于20080501；校舍 1000-1200 平方米；书 0123456 号",
        "八角楼乡2024-2025号",
        "Y118 2010 乡道",
        "ISBN 9787020002207；学校编号 2151001234；坐标 30.0312345,101.0123456；车次 K9502-9503",
        "学号 20110101234，学号：13800138000，编号13800138000",
        "海拔1300-1450 300米，1350-1400-150元",
        "在北纬30.1234567度，2007年11月建，藏书120000册，电话本120000册",
        "2011 2012 2013 2014，8:30-11:30 13:00-15:00，2024.05.06 13:00",
        "邮编626000，GB18030-2022，400-820-8820，微信公众号：雅江教育，电话：无",
        "The hotel stands near by; a phone network reaches it.",
        "",
        None,
    ],
)
def test_what_is_no_number_of_a_person_stays(said):
    assert cut_private(said) == (said or "", [])


@settings(max_examples=300, deadline=None)
@example("电话13800138000 13800138000 5124567")
@example("1" * 5000)
@given(st.one_of(st.text(), st.text(MARKS, max_size=80)))
def test_what_was_cut_is_gone_and_the_rest_is_as_it_was(said):
    kept, cut = cut_private(said)

    assert "…".join(kept.split("…")) == kept
    assert len(kept) == len(said) - sum(map(len, cut)) + len(cut)
    assert cut or kept == said


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["{}", "联系{}", "（{}）", "{}。", "王老师：{}"])
)
def test_every_mobile_number_goes(number, around):
    for written in (number, f"{number[:3]} {number[3:7]} {number[7:]}", f"{number[:3]}-{number[3:7]}-{number[7:]}"):
        kept, cut = cut_private(around.format(written))
        assert (len(cut), any(sign.isdigit() for sign in kept)) == (1, False)


@pytest.mark.once
@pytest.mark.parametrize("piece", ["1", "13800138000 ", "qq", "1-", "a@", "@", "电话", "0836-", "QQ ", "1 3 8 0 0 "])
def test_ten_times_the_text_takes_no_more_than_twelve_times_as_long(piece):
    def seconds(text, times):
        began = process_time()
        for _ in range(times):
            cut_private(text)
        return process_time() - began

    short, long = (piece * 2_000)[:1_500], (piece * 20_000)[:15_000]
    rounds = (seconds(long, 1) / seconds(short, 10) for _ in range(12))
    assert any(ratio <= 1.2 for ratio in rounds)
