"""Handles of people and shorts of spaces: one namespace, safe in an address and hard to imitate."""

import re
import unicodedata

from django.utils.translation import gettext as _

SHAPE = re.compile(r"[0-9A-Za-z\u3400-\u9fff_-]{2,30}")
RESERVED = frozenset(
    """about account accounts activities activity admin api app areas assets away calendar circles components
    docs en error export feed feeds files follow front health healthz help home i inbox index join legal login logout
    look mail map me media members new notices now null openapi operator opensearch people person place places
    privacy projects readyz root rss s search security settings sign-in sign-up signin signup site space spaces
    static steward support system tasks team teams terms tongxing toolkits undefined user users webmaster well-known
    www zh 同行 管理员 系统 官方 客服""".split()  # noqa: SIM905 -- a list of eighty quoted words reads worse
)


def fold(handle):
    """What two handles are compared by: NFKC, case folded, with look-alike signs made one."""
    key = unicodedata.normalize("NFKC", handle).casefold()
    return key.translate(str.maketrans({"0": "o", "1": "l", "i": "l", "-": "_"}))


def trouble_with(handle):
    """Why this handle can't be taken, as a sentence; an empty string when it can."""
    plain = unicodedata.normalize("NFKC", handle)
    if not 2 <= len(plain) <= 30:
        return _("Use 2 to 30 signs.")
    if not SHAPE.fullmatch(plain):
        return _("Use only letters a to z, digits, Chinese characters, - and _.")
    if plain.casefold() in RESERVED or plain.startswith(("-", "_")):
        return _("This name is kept for the site. Choose another one.")
    if plain.isdigit():
        return _("Use at least one letter or Chinese character.")
    return ""
