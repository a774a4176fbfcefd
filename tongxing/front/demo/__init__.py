"""The demo world: three worlds that live in one house, built by the same deeds that people use."""

from .people import PASSPHRASE, PEOPLE

SIGN_INS = [
    (handle, PASSPHRASE, f"{name}: {who}")
    for handle, name, who in PEOPLE
    if handle in ("xiaoman", "heli", "tingfeng", "luoluo")
]
