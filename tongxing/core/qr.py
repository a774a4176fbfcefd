"""An address as a QR code, drawn as an SVG."""

import io

import segno
from markupsafe import Markup


def draw_qr(address, *, error="m", scale=8, **more):
    """Markup of an svg of black squares on white; `error` is how much may be lost: l, m, q or h (ISO/IEC 18004)."""
    drawn = io.BytesIO()
    code = segno.make(address, error=error, micro=False)
    code.save(drawn, kind="svg", scale=scale, border=4, light="#fff", omitsize=True, **more)
    return Markup(drawn.getvalue().decode())  # noqa: S704 -- drawn out of squares
