"""Text that people type: cleaned of what can't be seen, rendered once, and stored."""

import re
import unicodedata

# Direction overrides, zero-width signs, soft hyphens, tags, and controls: they change what a reader sees.
UNSEEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2069\ufeff\ufff0-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)
JOINERS = "\u200c\u200d\ufe0e\ufe0f"  # they hold emoji together, and are nothing by themselves
TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "h3", "h4", "code", "pre", "hr"}


def clean_line(text):
    """One line as it is stored: NFC, no unseen signs, blanks folded."""
    line = " ".join(UNSEEN.sub("", unicodedata.normalize("NFC", str(text))).split())
    return line if line.strip(JOINERS + " ") else ""


def clean_prose(text):
    """Several lines as they are stored: NFC, no unseen signs, at most one empty line in a row."""
    text = UNSEEN.sub("", unicodedata.normalize("NFC", str(text)).replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip("\n")


def render_prose(source):
    """Markdown (prose.py) as safe HTML: no raw HTML, no pictures, headings below the page's own, foreign links marked.

    It is stored beside its source; `tongxing rerender` makes what is stored anew (search.WRITING says when).
    """
    if not source:
        return ""
    import nh3

    from .prose import reader

    html = re.sub(r"<(/?)h[1-6]>", r"<\1h3>", reader().render(source))
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="nofollow ugc noopener noreferrer",
    )


def opaque(text):
    """A passphrase as it is compared and kept: NFC, every kind of blank a plain one, and nothing else changed.

    This is the OpaqueString profile of RFC 8265, section 4.2; what it refuses, `people.rules` says.
    """
    plain = "".join(" " if unicodedata.category(one) == "Zs" else one for one in str(text))
    return unicodedata.normalize("NFC", plain)


def words_of(text):
    """Readable words for an address: Han signs and Latin words joined by dashes, at most 40 signs."""
    return re.sub(r"[^\w]+", "-", clean_line(text)).strip("-_").lower()[:40] or "-"


def first_line(source, most=120):
    """The first line of a Markdown text as plain words, for rows and banners."""
    line = re.sub(r"^[#>*\-\s]+|[*_`]", "", (source or "").strip().partition("\n")[0])
    return line if len(line) <= most else line[: most - 1] + "…"
