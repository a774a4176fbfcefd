"""The components page: every component in all its states, with invented data. Only served in debug."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import segno
from django import forms
from django.shortcuts import render
from django.utils.translation import get_language
from markupsafe import Markup

from tongxing.core.forms import CountField
from tongxing.core.refusal import YES, no_standing, not_now, sign_in

NOON = datetime(2026, 9, 26, 4, 0, tzinfo=UTC)
SAMPLES = {
    "zh-hans": {
        "name": "石板沟小学",
        "trip": "国庆去雅江，顺路看石板沟小学",
        "story": "讲故事",
        "line": ["40 分钟", "三四年级"],
        "people": ["豆豆妈", "小满", "老范", "Leo", "欧阳春晓"],
        "join": "我要参加",
        "take": "我来",
        "leave": "放手",
        "enough": "够了",
        "missing": "差 1 人",
        "waiting": "候补第 3 位",
        "full": "满了。可以排在候补里。",
        "stranger": "只有这个空间的照看人能改。",
        "sign_in": "登录以后再参加。",
        "space": "快乐小陶子和同学们",
        "lead": "本来就要去看贡嘎，路过雅江多绕 6 公里。",
        "why_empty": "还没有照片。拍之前先问老师；孩子的脸不放上来。",
        "note": "去不了随时能退，位置会自动给下一位。",
        "steps": ["打招呼", "划格子", "一件件放"],
        "photo": "三个点连成的一条路",
        "confirmed": "3 个月前由 阿树（去过）确认。",
        "news": "我知道新情况",
        "where": "成都新南门 → 雅江",
        "choices": ["所有人", "成员", "叫到名字的人"],
        "labels": ["叫什么", "说明", "谁看得到", "带什么", "什么时候", "要几个人", "照片", "约好以后告诉我", "密语"],
        "hints": ["像跟朋友说话那样。", "满了以后，再来的人自动候补。"],
        "past": "这一天已经过去了。",
        "no_number": "「七八个」认不出来，请写数字，比如 8。",
    },
    "en": {
        "name": "Stonebridge village school",
        "trip": "To the pass in October, by way of the village school",
        "story": "Tell a story",
        "line": ["40 minutes", "years 3 and 4"],
        "people": ["Ada", "小满", "Bartholomew Featherstonehaugh", "Leo", "Noor"],
        "join": "Join",
        "take": "I'll do it",
        "leave": "Let go",
        "enough": "Enough",
        "missing": "1 missing",
        "waiting": "3rd in line",
        "full": "It is full. You can wait in line.",
        "stranger": "Only stewards of this space may change it.",
        "sign_in": "Sign in to join.",
        "space": "Neighbours of the long lane",
        "lead": "We pass there anyway; it is six kilometres off the road.",
        "why_empty": "No photos yet. Ask the teachers first; no faces of children.",
        "note": "You may leave at any time; the next in line is asked.",
        "steps": ["Say hello", "Mark the squares", "Put things there one by one"],
        "photo": "A path drawn through three dots",
        "confirmed": "Confirmed 3 months ago by Noor, who was there.",
        "news": "I know more",
        "where": "Chengdu → Yajiang",
        "choices": ["Everybody", "Members", "Named people"],
        "labels": [
            "What",
            "More about it",
            "Who sees it",
            "What to bring",
            "When",
            "How many people",
            "Photos",
            "Tell me when it is fixed",
            "Passphrase",
        ],
        "hints": ["As you would tell a friend.", "When it is full, others wait in line."],
        "past": "That day is over.",
        "no_number": "Write a number, such as 8.",
    },
}


def sample_form(say, data=None):
    """A form with every kind of control; with data it comes back with two errors."""
    label, choices = say["labels"], list(enumerate(say["choices"]))
    form_class = forms.Form if data is None else WrongForm
    form = form_class(data, auto_id="wrong_%s" if data else "id_%s", label_suffix="")
    form.say = say
    form.fields.update(
        {
            "title": forms.CharField(label=label[0], help_text=say["hints"][0], max_length=80),
            "more": forms.CharField(label=label[1], widget=forms.Textarea, required=False),
            "audience": forms.ChoiceField(label=label[2], choices=choices, widget=forms.RadioSelect),
            "bring": forms.MultipleChoiceField(
                label=label[3], choices=choices, widget=forms.CheckboxSelectMultiple, required=False
            ),
            "start": forms.DateTimeField(
                label=label[4], widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
            ),
            "seats": CountField(label=label[5], help_text=say["hints"][1]),
            "space": forms.ChoiceField(label=say["space"], choices=choices),
            "photos": forms.FileField(label=label[6], required=False, widget=forms.FileInput({"accept": "image/*"})),
            "tell": forms.BooleanField(label=label[7], required=False),
            "secret": forms.CharField(label=label[8], widget=forms.PasswordInput({"autocomplete": "current-password"})),
            "once": forms.CharField(widget=forms.HiddenInput, required=False),
        }
    )
    return form


class WrongForm(forms.Form):
    """The same form, sent with two mistakes."""

    def clean(self):
        self.add_error("start", self.say["past"])
        self.errors["seats"] = self.error_class([self.say["no_number"]])


def sample_page(number, pages):
    """A page of a long list, as Django's paginator gives it."""
    return SimpleNamespace(
        number=number,
        has_previous=number > 1,
        has_next=number < pages,
        count=pages * 30,
        paginator=SimpleNamespace(num_pages=pages),
    )


SENT = {"start": "2026-09-25T07:00", "seats": "七八个", "audience": "1", "space": "0", "secret": "-"}
CODES = ["7H4KM-29RWX-M3XQK", "2C6PH-HH9UL-Q8ZTN", "W5N2K-67FBX-X9RDT", "K1VYS-5S8EM-B6M4T"]


def components(request):
    """Every component in all its states."""
    say = SAMPLES.get(get_language(), SAMPLES["en"])
    wrong = sample_form(say, SENT | {"title": say["trip"]})
    wrong.is_valid()
    code = segno.make("https://tongxing.example/s/xtz/", error="m")
    context = {
        "say": say,
        "may": {
            "yes": YES,
            "sign_in": sign_in(say["sign_in"]),
            "full": not_now(say["full"]),
            "no": no_standing(say["stranger"]),
        },
        "form": sample_form(say),
        "wrong": wrong,
        "now": NOON,
        "start": NOON + timedelta(days=6, hours=19),
        "pages": [sample_page(1, 42), sample_page(7, 42), sample_page(1, 1)],
        "qr_svg": Markup(code.svg_inline(border=0, omitsize=True)),
        "codes_list": CODES,
        "long_word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "colours": ["bamboo", "sky", "wisteria", "brick", "tea", "slate"],
    }
    return render(request, "front/components.html", context)
