"""The Markdown that people write here: CommonMark, read as Chinese is written, with addresses that become links.

Three small rules beside the parser's own: a line that begins with a year is no list, `**注意：**请` is bold though no
blank stands beside the punctuation, and an address that was pasted is a link. All of them take linear time.
"""

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_block.list import list_block
from markdown_it.rules_inline.emphasis import tokenize
from markdown_it.token import Token

YEAR = re.compile(r"\d{4,}[.)]")
# Characters and punctuation of Chinese, Japanese and Korean, and the quotes, dots and dashes that Chinese shares.
WIDE = re.compile(r"[\u2014\u2018-\u201d\u2026\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
                  r"\U00020000-\U000323af]")  # fmt: skip
LETTERS = r"\u3400-\u9fff\U00020000-\U000323af"
# Printable ASCII that an address may hold; Han characters only as a whole step of its path: /places/…/石板沟小学/
ADDRESS = re.compile(
    rf"(?<![A-Za-z0-9@._/-])(?:https?://|www\.)(?=[A-Za-z0-9\[])(?:/[{LETTERS}]+|[!#-;=?-Z_a-z~\[\]])+", re.IGNORECASE
)
NAMED = re.compile(r"(?:https?://(?:[a-z0-9-]+(?:\.|:\d|/|$)|\[)|www\.[a-z0-9-]+\.[a-z])", re.IGNORECASE)
ENDS = ".,;:!?'*_~[]"


@lru_cache(maxsize=1)
def reader():
    """The parser; made once a process."""
    made = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True})
    made.block.ruler.at("list", lists, {"alt": ["paragraph", "reference", "blockquote"]})
    made.inline.ruler.at("emphasis", emphasis)
    made.core.ruler.push("addresses", link_addresses)
    return made


def lists(state, first, last, silent):
    """A list, unless its first line begins with a year or another number of four digits: that is a sentence."""
    line = state.src[state.bMarks[first] + state.tShift[first] : state.eMarks[first]]
    return False if YEAR.match(line) else list_block(state, first, last, silent)


def emphasis(state, silent):
    """`*` opens and closes beside wide characters and punctuation, which know no blanks; else as CommonMark says."""
    start, known = state.pos, len(state.delimiters)
    if not tokenize(state, silent):
        return False
    before, after = state.src[start - 1 : start] or " ", state.src[state.pos : state.pos + 1] or " "
    if state.src[start] == "*" and (WIDE.match(before) or WIDE.match(after)):
        for one in state.delimiters[known:]:
            one.open, one.close = one.open or not after.isspace(), one.close or not before.isspace()
    return True


def link_addresses(state):
    """Make links of the addresses in texts that are no link yet, nor code."""
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = list(with_links(block.children, state.md))


def with_links(tokens, md):
    """The tokens, with links in place of the addresses that stand in their texts."""
    inside = 0
    for token in tokens:
        inside += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type != "text" or inside:
            yield token
        else:
            yield from pieces(token.content, token.level, md)


def pieces(text, level, md):
    """The tokens of a text: what stands between addresses, and the addresses as links."""
    done = 0
    for found in ADDRESS.finditer(text):
        address = trimmed(found[0])
        href = md.normalizeLink(address if "://" in address else f"https://{address}")
        if NAMED.match(address) and md.validateLink(href):
            yield written(text[done : found.start()], level)
            yield Token("link_open", "a", 1, attrs={"href": href}, level=level)
            yield written(address, level + 1)
            yield Token("link_close", "a", -1, level=level)
            done = found.start() + len(address)
    yield written(text[done:], level)


def written(text, level):
    """A token of plain text."""
    return Token("text", "", 0, content=text, level=level)


def trimmed(address):
    """An address without the punctuation of the sentence around it; a bracket that it opened itself stays."""
    end, more = len(address), address.count(")") - address.count("(")
    while end and (address[end - 1] in ENDS or (address[end - 1] == ")" and more > 0)):
        more -= address[end - 1] == ")"
        end -= 1
    return address[:end]
