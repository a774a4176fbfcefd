"""Names as people type them in Latin letters."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxing.core import pinyin
from tongxing.core.pinyin import LONGEST_SOUND, MOST_VARIANTS, readings, sounds_of, variants
from tongxing.core.search import find, index

NAMES = {
    "a": "石板沟小学", "b": "重庆路小学", "c": "长沙 第2小学", "d": "女儿河村", "e": "吕梁完小", "f": "西安村",
    "g": "先锋小学", "h": "六安路社區", "i": "Hope 希望小学",
}  # fmt: skip


@pytest.fixture
def names(db):
    for key, name in NAMES.items():
        index("places.place", key, f"{name}\n{sounds_of(name)}")


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("shibangou", "a"), ("shi ban gou", "a"), ("SHIBAN", "a"), ("sbg", "a"), ("sbgxx", "a"), ("bangou", "a"),
        ("xiaoxue", "abcgi"), ("xx", "abcgi"), ("chongqing", "b"), ("zhongqing", "b"), ("changsha", "c"),
        ("nver", "d"), ("nüer", "d"), ("nuerhe", "d"), ("lvliang", "e"), ("luliang", "e"), ("xian", "fg"),
        ("xi'an", "fg"), ("luan", "h"), ("shequ", "h"), ("hope xiwang", "i"), ("xiaoxue shibangou", "a"),
        ("石板沟 xiaoxue", "a"), ("ibangou", ""), ("shibangouxiaoxuex", ""), ("zzz", ""),
    ],
)  # fmt: skip
def test_names_are_found_as_they_are_typed(names, query, keys):
    assert "".join(sorted(row["key"] for row in find("places.place", query))) == keys


def test_the_usual_reading_first_and_others_that_names_use():
    assert (readings("重"), readings("石"), readings("女"), readings("a"), readings("㐀")) == (
        ["zhong", "chong"], ["shi"], ["nv"], [], [])  # fmt: skip


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=40))
def test_what_a_name_costs_is_bounded(name):
    known = variants(name)

    assert len(known) <= MOST_VARIANTS
    assert all(len(sound) <= LONGEST_SOUND for sound in sounds_of(name).split())
    assert len(sounds_of(name).split()) <= (2 * 2 * MOST_VARIANTS + pinyin.SKIPPED) * pinyin.LONGEST_NAME


@given(st.text(max_size=60))
def test_whatever_is_no_name_has_sounds_of_letters_alone(text):
    sounds = [sound.removeprefix(pinyin.SKIP) for sound in sounds_of(text).split()]
    assert all(sound.isascii() and sound.isalpha() for sound in sounds)


def test_each_syllable_but_the_first_is_left_out_once_from_where_a_name_may_begin():
    skipped = [sound for sound in sounds_of("雅江县石板沟").split() if sound.startswith(pinyin.SKIP)]

    assert {"ƿshigou", "ƿshiban", "ƿyaxianshibangou"} <= set(skipped) and len(skipped) == 7
    assert not any(sound.startswith(pinyin.SKIP) for sound in sounds_of("雅江").split())


@pytest.mark.once
def test_the_package_is_read_by_a_process_of_its_own():
    """Neither a page nor a deed loads it: what it takes is gone with that process."""
    code = "import django; django.setup()\nfrom tongxing.core.pinyin import sounds_of\nimport sys\n" \
        "assert 'shibangou' in sounds_of('石板沟')\nassert 'pypinyin' not in sys.modules"  # fmt: skip
    subprocess.run([sys.executable, "-c", code], check=True)
