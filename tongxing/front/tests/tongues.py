"""Which words on a page belong to another language than the one it says it is in."""

import ast
import inspect
import re
from functools import lru_cache

from django.conf import settings

from tongxing.core.models import Area
from tongxing.core.tests.test_translations import catalogue
from tongxing.front.demo import activities, build, lives, needs, people, schools
from tongxing.needs.models import Tick

from . import markup

SHORT = 3  # characters: what we say so shortly (有, 没有, 学校) stands in many of their sentences
HAN = re.compile(r"[\u3400-\u9fff]+")
LATIN = re.compile(r"(?<![\w@#./=?&%-])[A-Za-z][A-Za-z'’]*[A-Za-z](?!\w|@|=|/|://)")
# Words that are no English: formats, datums, licences, names of works, zones, and a language in its own name.
NAMES = """GPX KML KMZ zip CSV TSV XLSX XLS ODS GeoJSON JSON SVG PDF HTML Markdown QR API URL Atom RSS UTF LE BE HEIC
AVIF JPEG PNG WebP GIF WGS GCJ BD GPS QQ UTC TOTP cookie km MB Tongxing AGPL MIT CC BY GeoNames OpenStreetMap
cpca chinese GitHub OpenAPI English Asia Africa America Antarctica Arctic Atlantic Australia Europe Indian Pacific"""
# Words that one page alone has, and why.
HEADERS = (
    "Content detail limit next null POST RFC Idempotency Key ETag If None Match Accept Language RateLimit zh hans en"
)
PAGES = {"front:api": set(HEADERS.split())}  # what a program sends is called so in every language
MODULES = (activities, build, lives, needs, people, schools, markup)


@lru_cache(maxsize=1)
def written():
    """Every text that the people of the demo world and the walker write, in one."""
    found = [settings.SITE_NAME]
    for module in MODULES:
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.append(node.value)
    return "\n".join(text for text in found if HAN.search(text))


@lru_cache(maxsize=1)
def runs_written():
    """Every run of Han characters in what they write, and the first character of each name, as in its circle."""
    called = [name for _handle, name, _about in people.PEOPLE + people.YOUNG] + [space[2] for space in people.SPACES]
    return frozenset(HAN.findall(written())) | {name[0] for name in called}


@lru_cache(maxsize=1)
def latin_names():
    """The Latin words in what they write, and what they are called."""
    called = {word for handle, name, _about in people.PEOPLE + people.YOUNG for word in (handle, name)}
    return set(NAMES.split()) | called | {space[0] for space in people.SPACES} | set(LATIN.findall(written()))


@lru_cache(maxsize=1)
def han_names():
    """Names of areas, what the demo's needs are called in their own language, and what English sentences quote."""
    ticks = " ".join(f"{zh} {unit}" for zh, unit in Tick.objects.values_list("zh", "unit_zh"))
    quoted = " ".join(sentence for _context, sentence in catalogue())
    return f"中文 {ticks} {quoted} " + " ".join(Area.objects.values_list("full_name", flat=True))


def foreign(page, route):
    """Words of another language than the one they are said to be in, save names and what somebody wrote."""
    found, known = set(), latin_names() | PAGES.get(route, set())
    for language, text in page.texts:
        if language.startswith("zh"):
            found |= set(LATIN.findall(text)) - known
        elif language.startswith("en"):
            found |= {word for word in HAN.findall(text) if not is_theirs(word) and word not in han_names()}
    return sorted(found)


def is_theirs(word):
    """True for Han characters that somebody wrote: a run of theirs; of a longer one a piece, where it was cut."""
    return word in runs_written() or (len(word) > SHORT and word in written())
