"""Facts of a place as they are written in tables and on survey forms, each with its day. Writes nothing."""

from django.utils.translation import gettext_noop as N_

from .surveys import ROUGH, UNCLEAR, read_counts, read_tick

TAKEN = N_("“%(column)s”: “%(said)s” is taken as %(value)s")
UNCLEAR_FACT = N_("“%(column)s”: “%(said)s” can't be understood; left out")


def read_facts(told, asked):
    """{code: {"value", "as_of"}} of what a row says; what isn't understood is left out, what is altered is said.

    told: a rows.Reading; asked: {code: "number", "yes_no" or "words"}.
    """
    day = told.day("as_of") or (told.day("surveyed_on") if any(told[code] for code in asked) else "")
    found = {}
    for code, form in asked.items():
        if told[code]:
            for one, value in read_fact(told, code, form, asked).items():
                found.setdefault(one, value)
    return {
        code: {"value": value, "as_of": told.day(f"{code}_as_of") if f"{code}_as_of" in told.row.columns else day}
        for code, value in found.items()
        if value is not None
    }


def read_fact(told, code, form, asked):
    """{code: value} of one cell; of a count several may stand in it (公办8代课5)."""
    if form == "words":
        return {code: told.public(code, 120)}
    written = told[code]
    if form == "number" and written.isdecimal() and len(written) < 10:
        return {code: int(written)}
    answers = read_counts(written, code) if form == "number" else {code: read_tick(written)}
    if code in answers and answers[code].certainty == UNCLEAR:
        told.say(UNCLEAR_FACT, code, said=told.public(code, 40))
        return {}
    known = {one: answer for one, answer in answers.items() if one in asked and answer.value is not None}
    altered = [one for one, answer in known.items() if answer.certainty == ROUGH or answer.left_out or one != code]
    if altered:
        values = ", ".join(f"{one} {known[one].value}" if one != code else str(known[one].value) for one in known)
        told.say(TAKEN, code, said=told.public(code, 60), value=values)
    return {one: answer.value for one, answer in known.items()}
