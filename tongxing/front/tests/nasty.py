"""What people and programs send that no form was made for."""

PAYLOADS = [
    "<script>window.caught=1</script>",
    '"><img src=x onerror="window.caught=1">',
    "'><svg onload=window.caught=1>",
    "[x](javascript:window.caught=1)",
    '<https://x.example/" onmouseover="window.caught=1>',
]
TEXTS = [
    "", " ", "\x00", "a\x00b", "\u202eabc\u202c", "\u200b\u200b", "\ufeff", "\U0001f9d1\u200d\U0001f33e",
    "\U00020000", "e\u0301" * 40, "z\u0351\u0352" * 30, "a" * 10_000, "长" * 10_000, "\r\n" * 500, "\t",
    "\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe", b"\xc0\xaf", "' OR 1=1; --",
    "\"; DROP TABLE people_person; --", "%' AND '%'='", "\\", "{{7*'7'}}", "{% x %}", "${7*7}", "%s%n%x", "%(who)s",
    "{0.__class__}", "{by}", "../../../../etc/passwd", "..%2f..%2f", "/dev/null", "=1+1", "-1", "0", "1e400", "NaN",
    "Infinity", "9" * 400, "99999999999999999999", "١٢٣", "½", "1;2", "true", "null", "undefined", "[]",
    "0000-00-00T00:00", "9999-12-31T23:59", "2026-02-30T25:61", "2026-10-02T07:00+99:99", "Asia/../../etc",
    "https://[", "http://\\x", "//evil.example", "javascript:alert(1)", "-91, 181", "1,2,3", "Europe/Berlin",
    "public", "under-14", *PAYLOADS,
]  # fmt: skip
QUERIES = [
    "page=0", "page=-1", "page=999999999999999999999", "page=abc", "page=%00", "page=1&page=2", "page[]=1",
    "lang=xx", "lang=", "lang=%00", "lang=en&lang=zh-hans", "q=%00", "q=%ff%fe", "q=" + "%E9%95%BF" * 3000, "q=%22",
    "q=*", "q=AND", "q=%27", "q=(", "q=a%22b*", "q=NEAR(", "q=-", "q=%5C", "area=%00", "area=%", "kind=%00",
    "kind[]=x", "time=%ff", "copy=%00", "copy=abc", "copy=" + "z" * 5000, "space=1", "place=%00", "next=%00",
    "a[b][c][d]=1", "&".join(f"k{n}=v" for n in range(600)), "&&&===;", "%", "%zz", "+" * 2000, "bbox=1,2,3",
    "bbox=a,b,c,d", "bbox=-999,-999,999,999", "z=99&x=-1&y=1e9", "near=0,0", "km=-5", "from=%00&to=%00",
    "lat=NaN&lon=Infinity", "sort=%27", "once=" + "x" * 5000,
]  # fmt: skip
HEADERS = [
    {"Cookie": "look=%%%.<script>; language=xx; sessionid=' OR 1=1"},
    {"Cookie": 'sessionid="aaaaaaaaaaaa\\000"; language="\\000"; look="\\000.\\000"; messages="\\000"'},
    {"Cookie": "sessionid=" + "a" * 4000},
    {"Cookie": ";;;===;"},
    {"Cookie": "csrftoken=short; messages=junk"},
    {"Accept-Language": "x" * 9000},
    {"Accept-Language": "zh-hans;q=1e999, *;q=, en-;;;q=-1"},
    {"Accept-Language": "\udcff\udcfe".encode("utf-8", "surrogatepass").decode("latin-1")},
    {"Referer": "http://["},
    {"Referer": "\x00"},
    {"HX-Request": "true", "HX-Target": "\"><script>", "HX-Current-URL": "http://["},
    {"HX-Request": "maybe", "HX-Current-URL": "%ff", "HX-Prompt": "%ff"},
    {"X-Forwarded-For": "'; --, 999.999.999.999"},
    {"X-Forwarded-Proto": "gopher", "X-Forwarded-Host": "evil.example"},
    {"If-Modified-Since": "yesterday", "If-None-Match": "\"", "Range": "bytes=-1--5"},
    {"If-Modified-Since": "Mon, 31 Feb 99999 99:99:99 GMT", "Range": "bytes=9999999999999-"},
    {"Accept": "*/" * 2000, "User-Agent": ""},
    {"Origin": "null"},
]  # fmt: skip
HOSTS = [
    "evil.example",
    "a b",
    "[::1",
    "\x00",
    "localhost/../",
    "",
    "127.0.0.1@evil",
    "长.example",
]


def part(name):
    """One field of a multipart body."""
    return b'--x\r\nContent-Disposition: form-data; name="' + name + b'"\r\n\r\n1\r\n'


FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
# (content type, body) that no browser sends.
BODIES = [
    ("application/json", b'{"title": 1}'),
    ("application/json", b"{"),
    ("text/plain", b"title=x"),
    ("", b"\x00\x01\x02"),
    (FORM, b"\xff\xfe=\xff&%00=%00&=&a"),
    (FORM, b"title[]=x&title[]=y&title=1&title=2&size=1&size=2"),
    (FORM, b"&".join(b"f%d=1" % number for number in range(1000))),
    (FORM, b"title=" + b"a" * 2_100_000),
    (f"{FORM}; charset=klingon", b"title=x"),
    (f"{FORM}; charset=utf-7", b"title=+ADw-script+AD4-"),
    (f"{FORM}; charset=utf-16", "title=x".encode("utf-16")),
    ("multipart/form-data", b"x"),
    ("multipart/form-data; boundary=" + "y" * 300, b"x"),
    (PARTS, b""),
    (PARTS, b"--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\ncut"),
    (PARTS, b"--x\r\nContent-Disposition: form-data; name=\"pictures\"; filename=\"../../x\"\r\n\r\n\x00\r\n--x--"),
    (PARTS, part(b'pictures"; filename="' + b"a" * 3000) + b"--x--"),
    (PARTS, part(b"title").replace(b"--x", b"--x\r\nContent-Transfer-Encoding: base64", 1) + b"--x--"),
    (PARTS, b"".join(part(b"f%d" % number) for number in range(1000)) + b"--x--"),
    (PARTS, b"".join(part(b'pictures"; filename="%d.png' % number) for number in range(60)) + b"--x--"),
]  # fmt: skip
