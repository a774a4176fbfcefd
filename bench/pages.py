"""Every page of the list in a real browser: weight, speed on a slow line, axe in all looks, and what doesn't fit.

python -m bench.pages [--quick] [--only PART-OF-A-NAME]

Writes bench/pages.json, and with pictures bench/pages/index.html. With --quick each page is seen in one look, and
nothing is written but the pictures; with --only nothing is written to pages.json either.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from html import escape
from pathlib import Path
from statistics import median

TOP = Path(__file__).parents[1]
FIGURES, REPORT = TOP / "bench/pages.json", TOP / "bench/pages"
# Bytes a second, milliseconds of delay, and how many times slower the processor is.
LINES = {"lcp_fast_s": (1_600_000 / 8, 150, 4), "lcp_slow_s": (400_000 / 8, 400, 4)}
HEAD = """<!doctype html><meta charset=utf-8><title>Pages</title>
<style>body{font:14px sans-serif}td,th{padding:2px 8px;text-align:right}
img{height:320px;margin:4px;border:1px solid #999;object-fit:cover;object-position:top}</style>"""
PHONE = {"width": 360, "height": 740}


def measure(tool=None):
    """Measure all pages in a process of its own; the page furthest from its budget as a row for bench/results.json."""
    quick = ["--quick"] if getattr(tool, "quick", False) else []
    subprocess.run([sys.executable, "-m", "bench.pages", *quick], cwd=TOP, check=True, timeout=3600)
    missed = [row["name"] for row in json.loads((REPORT / "rows.json").read_text()) if not row["ok"]]
    how = "pages that miss a budget of bench/pages.json, in headless Chromium"
    return [{"name": "pages", "value": len(missed), "unit": "pages", "floor_ratio": None, "budget": 0,
             "ok": not missed, "database": "sqlite", "how": how}]  # fmt: skip


def main():
    """Measure in a folder that is gone afterwards."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--only", default="")
    asked = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="tongxing-bench-pages-") as folder:
        os.environ |= {"TONGXING_DATA": f"{folder}/own", "DATABASE_URL": f"sqlite:///{folder}/house/tongxing.sqlite3",
                       "DJANGO_SETTINGS_MODULE": "tongxing.core.tests.settings"}  # fmt: skip
        Path(folder, "house").mkdir()
        rows = run(Path(folder, "house"), asked)
    if not (asked.quick or asked.only):
        FIGURES.write_text(figures(rows))
    missed = [row["name"] for row in rows if not row["ok"]]
    print(f"{len(rows)} pages, {len(missed)} miss a budget: {' '.join(missed)}\nPictures: bench/pages/index.html")


def figures(rows):
    """The figures as they are kept, a line for each page, and in words what is wrong."""
    kept = [json.dumps({key: value for key, value in row.items() if key != "faults"}) for row in rows]
    faults = json.dumps({row["name"]: row["faults"] for row in rows if row["faults"]}, ensure_ascii=False)
    lines = ",\n  ".join(kept)
    return f'{{"date": "{date.today().isoformat()}", "faults": {faults}, "rows": [\n  {lines}\n]}}\n'


def run(folder, asked):
    """Start a house, look at every page that was asked for, and write the report."""
    import django

    django.setup()
    from django.conf import settings

    from tongxing.front.tests.browser import chromium
    from tongxing.front.tests.house import House
    from tongxing.front.tests.pages import LOOKS, PAGES

    subprocess.run([sys.executable, "-m", "tongxing", "prepare"], cwd=TOP, check=True,
                   env=os.environ | {"TONGXING_DATA": str(folder)})  # fmt: skip
    env = {"TONGXING_PLAIN_STATIC": "", "TONGXING_SECRET": settings.SECRET_KEY}
    house = House(folder, os.environ["DATABASE_URL"], 2, True, env)
    shutil.rmtree(REPORT, ignore_errors=True)
    REPORT.mkdir()
    rows = []
    try:
        house.fill()
        with chromium() as browser:
            for number, page in enumerate(one for one in PAGES if asked.only in str(one)):
                looks = LOOKS[number % len(LOOKS) :][:1] if asked.quick else LOOKS
                rows.append(row_of(house, browser, page, looks))
                print(json.dumps(rows[-1], ensure_ascii=False), flush=True)
                write_report(rows)
    finally:
        house.stop()
    return rows


def row_of(house, browser, page, looks):
    """All figures of one page, the faults in words, and whether every budget is held."""
    row = {"name": str(page)} | first_visit(house, browser, page)
    row["lcp_slow_s"] = visit(house, browser, page, "lcp_slow_s")["lcp"]
    faults = {"axe": [], "structure": [], "small_targets": [], "scroll_320": [], "cut_200": [], "unseen_focus": []}
    row["dom"] = 0
    for look in looks:
        row["dom"] = max(row["dom"], look_at(house, browser, page, look, faults))
    row |= {name: len(found) for name, found in faults.items()}
    row["ok"] = holds(row, page)
    return row | {"faults": {name: sorted(set(found)) for name, found in faults.items() if found}}


def first_visit(house, browser, page):
    """Weight, requests, largest paint, blocking and movement on the faster line; when too slow, the median of three."""
    from tongxing.front.tests.pages import BLOCKING, FAST

    seen = [visit(house, browser, page, "lcp_fast_s")]
    if seen[0]["lcp"] > FAST or seen[0]["tbt"] > BLOCKING:  # a shared machine may have been busy
        seen += [visit(house, browser, page, "lcp_fast_s") for _ in range(2)]
    first = seen[0]
    return {
        "first_kb": first["kb"], "first_requests": first["requests"], "repeat_kb": first["again_kb"],
        "lcp_fast_s": median(one["lcp"] for one in seen), "tbt_ms": median(one["tbt"] for one in seen),
        "cls": max(one["moved"] for one in seen),
    }  # fmt: skip


def visit(house, browser, page, line):
    """See a page on a phone with an empty store, then once more."""
    from tongxing.front.tests.instruments import BLOCKED, kept, weigh
    from tongxing.front.tests.pages import Look

    window, address = house.window(browser, page, Look("zh-hans", "light", 360), viewport=PHONE, is_mobile=True)
    loaded, bare = [], slow_down(window, *LINES[line])
    window.on("response", lambda response: loaded.append(response))
    window.goto(address, wait_until="networkidle")
    first = weigh(loaded)
    found = {"kb": kb(first), "requests": len(first), "bare_kb": kb(bare), "tbt": round(window.evaluate(BLOCKED))}
    found["lcp"] = round(window.evaluate("window.largest") / 1000, 2)
    found["moved"] = round(window.evaluate("window.moved"), 4)
    if line == "lcp_fast_s":
        loaded.clear()
        window.goto(address, wait_until="networkidle")
        found["again_kb"] = kb(weigh([one for one in loaded if not kept(one)]))
    window.context.close()
    return found


def slow_down(window, bytes_a_second, delay, times):
    """A slow line and a slow processor; {request: bytes over the line}, filled in while the page loads."""
    talk, loaded = window.context.new_cdp_session(window), {}
    talk.send("Network.enable")
    talk.on("Network.loadingFinished", lambda one: loaded.update({one["requestId"]: one["encodedDataLength"]}))
    both = {"downloadThroughput": bytes_a_second, "uploadThroughput": bytes_a_second}
    talk.send("Network.emulateNetworkConditions", both | {"offline": False, "latency": delay})
    talk.send("Emulation.setCPUThrottlingRate", {"rate": times})
    return loaded


def kb(loaded):
    """The sum in thousands of bytes."""
    return round(sum(loaded.values()) / 1000, 1)


def look_at(house, browser, page, look, faults):
    """See the page in one look, take its picture, add what is wrong to `faults`; how many elements it has."""
    from tongxing.front.tests import instruments

    window, address = house.window(browser, page, look)
    window.goto(address, wait_until="networkidle")
    window.screenshot(path=REPORT / f"{name_of(page)}.{look}.jpg", type="jpeg", quality=60, full_page=True)
    faults["axe"] += instruments.axe(window)
    faults["structure"] += instruments.structure(window, look.language)
    faults["small_targets"] += instruments.targets(window)
    if look.width == 1280:  # the keys of a desk
        faults["unseen_focus"] += instruments.unseen(window)
    nodes = window.evaluate("document.querySelectorAll('*').length")
    faults["scroll_320"] += instruments.fits(window)
    faults["cut_200"] += instruments.fits(window, 32, high=1800)
    if look.width == 360 and look.theme == "light":
        window.evaluate("scrollTo(0, 0)")
        window.screenshot(path=REPORT / f"{name_of(page)}.{look.language}-320-200.jpg", type="jpeg", quality=60)
    window.context.close()
    return nodes


def name_of(page):
    """What its pictures are called."""
    return "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in str(page))


def holds(row, page):
    """True when the page stays within every budget."""
    from tongxing.front.tests import pages as most

    within = {
        "first_kb": most.HEAVY.get(page.route, (most.FIRST,))[0] / 1000, "repeat_kb": most.AGAIN / 1000,
        "first_requests": most.EXCUSED.get(page.route, (most.REQUESTS,))[0], "dom": most.NODES, "cls": most.SHIFT,
        "lcp_fast_s": most.FAST, "lcp_slow_s": most.SLOW, "tbt_ms": most.BLOCKING,
        "axe": 0, "structure": 0, "small_targets": 0, "scroll_320": 0, "cut_200": 0, "unseen_focus": 0,
    }  # fmt: skip
    return all(row[name] <= budget for name, budget in within.items())


def write_report(rows):
    """A page with every figure, what is wrong in words, and all pictures."""
    names = [name for name in rows[0] if name not in ("faults", "name")]
    parts = [HEAD, "<table><tr><th>page<th>" + "<th>".join(names)]
    for row in rows:
        parts.append(
            f"<tr><th><a href='#{row['name']}'>{row['name']}</a><td>" + "<td>".join(str(row[name]) for name in names)
        )
    parts.append("</table>")
    for row in rows:
        parts.append(
            f"<h2 id='{row['name']}'>{row['name']}</h2><pre>{escape(json.dumps(row['faults'], indent=1))}</pre>"
        )
        for picture in sorted(REPORT.glob(f"{name_of(row['name'])}.*.jpg")):
            parts.append(f"<a href='{picture.name}'><img loading=lazy src='{picture.name}' alt='{picture.name}'></a>")
    (REPORT / "rows.json").write_text(json.dumps(rows, indent=1))
    (REPORT / "index.html").write_text("\n".join(parts))


if __name__ == "__main__":
    main()
