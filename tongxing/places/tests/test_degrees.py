"""Points as people write them in cells of tables: one reading of degrees, for tables and for ways."""

import pytest

from tongxing.places.degrees import read_degree, read_pair

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("30.03", 30.03),
        ("30,03", 30.03),
        ("30°1.8′", 30.03),
        ("北纬30度1分48秒", 30.03),
        ("N30.03", 30.03),
        ("30.03S", -30.03),
        ("-30.03", -30.03),
        ("30°75′", None),
        ("30°1′75″", None),
        ("约30", None),
        ("", None),
    ],
)
def test_degrees(text, degrees):
    assert read_degree(text) == (degrees if degrees is None else pytest.approx(degrees))


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("30.03, 101.01", (30.03, 101.01)),
        ("30.03 101.01", (30.03, 101.01)),
        ("101.01/30.03", (30.03, 101.01)),
        ("N 30°1'48\" E 101°0'36\"", (30.03, 101.01)),
        ("30d1m48s, 101d0m36s", (30.03, 101.01)),
        ("东经101.01度 北纬30.03度", (30.03, 101.01)),
        ("30.03N 101.01N", None),
        ("30°75′, 101°", None),
        ("30.03, 101.01, 5", None),
    ],
)
def test_points(text, point):
    assert read_pair(text) == (point if point is None else pytest.approx(point))
