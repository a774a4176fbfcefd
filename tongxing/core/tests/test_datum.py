"""Where Chinese maps shift a point and where they don't, and the way there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongxing.core.datum import apart_km, from_gcj02, shifted_here, to_bd09, to_gcj02, to_wgs84

# WGS-84, to a hundredth or thousandth of a degree: city halls, stations, crossings, lighthouses, islands.
SHIFTED = {
    "罗湖口岸": (22.5325, 114.1136),
    "皇岗口岸": (22.5250, 114.0760),
    "文锦渡口岸": (22.5420, 114.1270),
    "深圳市民中心": (22.5431, 114.0579),
    "深圳湾口岸": (22.5040, 113.9450),
    "蛇口": (22.4850, 113.9170),
    "盐田": (22.5700, 114.2700),
    "南澳": (22.5380, 114.4850),
    "内伶仃岛": (22.4150, 113.8000),
    "沙头角": (22.5560, 114.2290),
    "莲塘": (22.5620, 114.1650),
    "福田红树林": (22.5250, 114.0000),
    "拱北口岸": (22.2185, 113.5495),
    "珠海香洲": (22.2710, 113.5770),
    "横琴": (22.1300, 113.5300),
    "湾仔": (22.1980, 113.5260),
    "桂山岛": (22.1400, 113.8200),
    "担杆岛": (22.0500, 114.2700),
    "厦门大学": (24.4370, 118.0930),
    "厦门观音山": (24.4930, 118.1950),
    "大嶝岛": (24.5570, 118.3250),
    "围头": (24.5170, 118.5650),
    "浯屿": (24.3350, 118.1400),
    "黄岐": (26.3280, 119.8830),
    "平潭": (25.5000, 119.7900),
    "北京": (39.9042, 116.4074),
    "雅江": (30.0316, 101.0143),
}
AS_IT_IS = {
    "罗湖站（港铁）": (22.5283, 114.1131),
    "上水": (22.5010, 114.1280),
    "落马洲站": (22.5147, 114.0656),
    "元朗": (22.4450, 114.0340),
    "流浮山": (22.4690, 113.9835),
    "沙头角（新界）": (22.5430, 114.2230),
    "吉澳": (22.5450, 114.3000),
    "东平洲": (22.5430, 114.4350),
    "尖沙咀": (22.2980, 114.1720),
    "大澳": (22.2540, 113.8630),
    "蒲台岛": (22.1650, 114.2600),
    "香港仔": (22.2480, 114.1550),
    "大三巴": (22.1975, 113.5409),
    "氹仔": (22.1560, 113.5590),
    "路环": (22.1170, 113.5530),
    "妈阁庙": (22.1860, 113.5313),
    "台北车站": (25.0478, 121.5170),
    "高雄": (22.6273, 120.3014),
    "马公（澎湖）": (23.5650, 119.5660),
    "基隆": (25.1310, 121.7400),
    "兰屿": (22.0500, 121.5500),
    "金城（金门）": (24.4340, 118.3170),
    "烈屿": (24.4300, 118.2400),
    "马山（金门）": (24.5250, 118.4100),
    "南竿（马祖）": (26.1520, 119.9330),
    "北竿": (26.2220, 119.9950),
    "东引": (26.3660, 120.4900),
    "东莒": (25.9580, 119.9680),
}
# So near to the border that a town beyond it is shown here.
BESIDE_A_TOWN = ["罗湖站（港铁）", "落马洲站", "沙头角（新界）", "妈阁庙"]


@pytest.mark.parametrize("name", SHIFTED)
def test_shifted(name):
    point = SHIFTED[name]

    assert shifted_here(*point)
    assert 0.1 < apart_km(point, to_gcj02(*point)) < 1
    assert apart_km(point, from_gcj02(*to_gcj02(*point))) < 0.001


@pytest.mark.parametrize("name", AS_IT_IS)
def test_as_it_is(name):
    point = AS_IT_IS[name]

    assert not shifted_here(*point)
    assert to_gcj02(*point) == point
    assert from_gcj02(*point) == point or name in BESIDE_A_TOWN


def test_forty_named_points_stand_on_both_sides():
    assert len(SHIFTED) + len(AS_IT_IS) >= 40


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_no_point_breaks_the_way_back(lat, lon):
    for datum in ("gcj02", "bd09", "unknown", "wgs84"):
        assert all(abs(here - there) < 0.1 for here, there in zip(to_wgs84(lat, lon, datum), (lat, lon), strict=True))


@given(st.floats(20, 50), st.floats(80, 125))
def test_baidu_and_back(lat, lon):
    assert apart_km(to_wgs84(*to_bd09(lat, lon), "bd09"), (lat, lon)) < 1
