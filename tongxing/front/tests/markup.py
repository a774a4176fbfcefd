"""A page as a browser and a screen reader take it: headings, links, forms, words; and its forms filled in."""

import io
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser

from django.core.files.uploadedfile import SimpleUploadedFile

from tongxing.front.demo.people import PASSPHRASE

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNREAD = {"script", "style", "template", "code", "pre", "kbd"}
READ_ALOUD = ("alt", "title", "aria-label", "placeholder")


@dataclass
class Field:
    """A control of a form, as it stands on the page."""

    name: str
    kind: str  # an input's type, "select" or "textarea"
    value: str = ""
    known: dict = field(default_factory=dict)  # its other attributes
    options: list = field(default_factory=list)  # of a select: (value, selected)


@dataclass
class Form:
    """A form, as it stands on the page, with the button that was pressed."""

    method: str
    action: str
    fields: list = field(default_factory=list)
    buttons: list = field(default_factory=list)  # [(name, value)], of those that have a name

    @property
    def names(self):
        """The names of its controls, sorted, without what differs between two of one kind."""
        return tuple(sorted({one.name for one in self.fields} - {"csrfmiddlewaretoken"}))


class Page(HTMLParser):
    """What a browser and a screen reader take from a page; `texts` are (language, words), without code."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.headings, self.links, self.forms, self.ids = 0, [], [], set()
        self.texts, self.open, self.form, self.field, self.language = [], [], None, None, ""
        self.sources = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        known = {name: value or "" for name, value in attrs}
        self.ids |= {known["id"]} if "id" in known else set()
        self.headings += tag == "h1"
        if tag == "html":
            self.language = known.get("lang", "")
        if tag == "a" and "href" in known:
            self.links.append(known["href"])
        if tag in ("img", "script", "source", "iframe", "link"):
            self.sources += [known[name] for name in ("src", "href") if known.get(name)]
        if tag not in VOID:
            self.open.append((tag, known.get("lang") or self.tongue))
        for name in READ_ALOUD:
            self.say(known.get(name, ""))
        self.start_control(tag, known)

    def start_control(self, tag, known):
        """A form, or something in it."""
        if tag == "form":
            self.form = Form(known.get("method", "get").lower(), known.get("action", ""))
            self.forms.append(self.form)
        elif self.form is None or "disabled" in known:
            self.field = None if tag in ("select", "textarea") else self.field
        elif tag == "button" and known.get("formaction"):
            self.forms.append(Form(self.form.method, known["formaction"], self.form.fields))
        elif tag == "button" and known.get("name"):
            self.form.buttons.append((known["name"], known.get("value", "")))
        elif tag in ("input", "select", "textarea") and known.get("name"):
            kind = known.get("type", "text") if tag == "input" else tag
            self.field = Field(known["name"], kind, known.get("value", ""), known)
            self.form.fields.append(self.field)
        elif tag == "option" and self.field is not None and self.field.kind == "select":
            self.field.options.append((known.get("value", ""), "selected" in known))

    @property
    def tongue(self):
        """The language of what is open here."""
        return self.open[-1][1] if self.open else self.language

    def say(self, text):
        """Remember what is read aloud, in its language."""
        if text.strip() and not UNREAD & {tag for tag, _language in self.open}:
            self.texts.append((self.tongue, text))

    def handle_endtag(self, tag):
        if tag in [one for one, _language in self.open]:
            while self.open.pop()[0] != tag:
                pass
        if tag == "form":
            self.form = None
        if tag in ("select", "textarea"):
            self.field = None

    def handle_data(self, data):
        if self.open and self.open[-1][0] == "textarea":
            if self.field is not None:
                self.field.value += data
        else:
            self.say(data)


# -- filling a form in


def empty(form):
    """The form sent as by somebody who took everything out: hidden values alone, choices unmade."""
    return {one.name: one.value if one.kind == "hidden" else "" for one in form.fields if one.kind != "file"}


def plausible(form, today):
    """The form filled in as somebody would: what stands there stays, the rest gets a sensible value.

    Where nothing is chosen of several, the last one is: it is the answer of most ("18 or older").
    """
    sent, chosen = {}, {one.name for one in form.fields if one.kind == "radio" and "checked" in one.known}
    for one in form.fields:
        value = value_of(one, today)
        if value is not None and not (one.kind == "radio" and one.name in chosen and "checked" not in one.known):
            sent[one.name] = value
    return sent


def value_of(one, today):
    """A sensible value for a control; None where nothing is sent."""
    if one.kind == "hidden":
        return one.value
    if one.kind in ("submit", "button", "image", "reset"):
        return None
    if one.kind in ("radio", "checkbox"):
        wanted = one.kind == "radio" or "checked" in one.known or "required" in one.known
        return (one.value or "on") if wanted else None
    if one.kind == "select":
        return choice_of(one)
    if one.kind == "file":
        return upload(one)
    return one.value or said(one, today)


def choice_of(one):
    """What stands chosen in a list, or its first choice; where one is demanded, the first that says something."""
    values = [value for value, selected in one.options if selected] + [value for value, _ in one.options]
    return next((value for value in values if value or "required" not in one.known), "")


def said(one, today):
    """What somebody types into an empty control."""
    day = today + timedelta(days=3)
    typed = {
        "date": day.isoformat(),
        "month": day.isoformat()[:7],
        "time": "09:30",
        "datetime-local": f"{day.isoformat()}T09:30",
        "number": one.known.get("min") or "1",
        "email": "somebody@mail.example",
        "url": "https://pad.example/notes",
        "password": PASSPHRASE,
        "textarea": "下个月路过，带一本书。",
    }
    if one.kind in typed:
        return typed[one.kind]
    named = {"lat": "30.05", "lon": "101.01", "phone": "000-0000 0000", "point": "30.05, 101.01", "area": "四川 雅江"}
    named |= {"from": "成都", "to": "康定", "handle": "linge", "q": "小学", "short": "xinshijie", "code": "AAAAA-AAAAA"}
    named |= {"username": "zou2026", "born": "2010-02"}
    return "雅安" if one.name.startswith("via") else named.get(one.name, "走一走")


def upload(one):
    """A file of the kind that a control takes."""
    takes = one.known.get("accept", "")
    if "gpx" in takes:
        points = '<trkpt lat="30.5" lon="104"/><trkpt lat="30" lon="103"/>'
        text = (
            f'<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1"><trk><trkseg>{points}</trkseg></trk></gpx>'
        )
        return SimpleUploadedFile("way.gpx", text.encode(), "application/gpx+xml")
    if "csv" in takes:
        return SimpleUploadedFile("t.csv", "名称,省,市\n走走小学,四川省,甘孜州\n".encode(), "text/csv")
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (40, 30), (23, 98, 74)).save(out, "PNG")
    return SimpleUploadedFile("IMG_0001.PNG", out.getvalue(), "image/png")
