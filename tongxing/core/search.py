"""Finding things by their words, the same on both databases, without an extension and without word segmentation.

Tokens: every pair of neighbouring Han signs, each run's last sign alone, other words whole. A run that is asked for is
a phrase of its pairs; a single sign at its end is the beginning of a token; several words must all be there.
"""

import re
import unicodedata
from itertools import islice

from django.db import connection, connections, transaction
from django.db.models import Case, SmallIntegerField, When
from django.db.models.expressions import RawSQL
from django.utils.module_loading import import_string

from .models import SearchRow
from .signs import simplify

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
HAN_RUN = re.compile(f"[{HAN}]+")
RUN = re.compile(f"[{HAN}]+|[^\\W_{HAN}]+")
BETWEEN = re.compile(r"[\W_]+")
APOSTROPHE = re.compile("(?<=[a-zü])['’](?=[a-zü])")
LONGEST_TEXT, LONGEST_WORD, LONGEST_QUERY, MOST_WORDS = 12_000, 60, 100, 8
BATCH = 500
# Another word whenever a text is indexed or rendered otherwise than before: `prepare` then makes both anew.
WRITING = "3"

STAMP = "core.writing"
HOLDING = "FROM core_searchrow WHERE to_tsvector('simple', grams) @@ to_tsquery('simple', %s) AND kind = %s"

SQLITE_TRIGGERS = {
    "core_searchrow_added": "AFTER INSERT ON core_searchrow BEGIN {add}; END",
    "core_searchrow_gone": "AFTER DELETE ON core_searchrow BEGIN {drop}; END",
    "core_searchrow_changed": "AFTER UPDATE ON core_searchrow BEGIN {drop}; {add}; END",
}
SQLITE_ADD = "INSERT INTO core_search(rowid, grams) VALUES (new.id, new.grams)"
SQLITE_DROP = "INSERT INTO core_search(core_search, rowid, grams) VALUES ('delete', old.id, old.grams)"


def fold(text):
    """What counts when two texts are compared: NFKC, case folded, traditional signs simplified."""
    return simplify(unicodedata.normalize("NFKC", text).casefold())


def spelt(text):
    """Folded, and as keyboards write it: lü is lv, xi'an is xian, don't is dont."""
    return APOSTROPHE.sub("", fold(text)).replace("ü", "v")


def runs_of(text):
    """The runs of Han signs and the other words of a folded text, in their order."""
    return [run[:LONGEST_WORD] if not is_han(run) else run for run in RUN.findall(text)]


def is_han(run):
    """True for a run of Han signs."""
    return bool(re.match(f"[{HAN}]", run))


def pairs_of(run):
    """Every two neighbouring signs."""
    return [run[at : at + 2] for at in range(len(run) - 1)]


def grams_of(text):
    """The tokens of a text, as they are stored."""
    tokens = []
    for run in runs_of(spelt(text[:LONGEST_TEXT])):
        tokens += [*pairs_of(run), run[-1]] if is_han(run) else [run]
    return " ".join(tokens)


def words_in(query):
    """The words of a query, folded; what is no letter, digit or character stands between words as a blank does."""
    return BETWEEN.sub(" ", spelt(query[:LONGEST_QUERY])).split()[:MOST_WORDS]


def phrases_of(query):
    """What is asked for: for each word its tokens in order, and whether the last of them is only a beginning."""
    phrases = []
    for word in words_in(query):
        if runs := runs_of(word):
            tokens = grams_of("\n".join(runs[:-1])).split()
            last, more = runs[-1], is_han(runs[-1]) and len(runs[-1]) > 1
            phrases.append((tokens + (pairs_of(last) if more else [last]), not more))
    return phrases


def index(kind, key, text):
    """Let a thing be found by this text. Called by deeds, in their transaction."""
    index_many(kind, [(key, text)])


def index_many(kind, texts):
    """Let many things of one kind be found: (key, text) pairs."""
    rows = [SearchRow(kind=kind, key=key, grams=grams_of(text)) for key, text in texts]
    SearchRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["kind", "key"], update_fields=["grams"])


SOURCES = {}


def source(kind, texts):
    """Have the dotted name of `texts()` say (key, text) of every thing of a kind, for `tongxing reindex`."""
    SOURCES[kind] = texts


def reindex(kind, mend):
    """How many search rows of a kind are missing, wrong and left over; with `mend`, none of them afterwards."""
    missing, wrong, there = 0, 0, set()
    for batch in batches(import_string(SOURCES[kind])()):
        texts = dict(batch)
        rows = SearchRow.objects.filter(kind=kind, key__in=texts)
        known = dict(rows.values_list("key", "grams"))
        differ = [key for key, text in texts.items() if known.get(key) != grams_of(text)]
        missing, wrong = missing + len(texts.keys() - known.keys()), wrong + len(known.keys() & set(differ))
        there |= texts.keys()
        if mend and differ:
            index_many(kind, [(key, texts[key]) for key in differ])
    keys = SearchRow.objects.filter(kind=kind).values_list("key", flat=True)
    left = [key for key in keys.iterator() if key not in there]
    if mend:
        for batch in batches(left):
            SearchRow.objects.filter(kind=kind, key__in=batch).delete()
    return missing, wrong, len(left)


def is_written_anew():
    """True when the texts were indexed as this release does it: a row beside them says so, and goes where they go."""
    return SearchRow.objects.filter(kind=STAMP, key=WRITING).exists()


def note_writing():
    """Say that the texts were indexed as this release does it."""
    with transaction.atomic():
        SearchRow.objects.filter(kind=STAMP).delete()
        SearchRow.objects.create(kind=STAMP, key=WRITING, grams="")


def batches(rows):
    """The rows in lists of a bounded length."""
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield batch


def unindex(kind, key):
    """Let a thing no longer be found."""
    SearchRow.objects.filter(kind=kind, key=key).delete()


def find(kind, query):
    """The keys of things of this kind whose text holds every word of the query; for `filter(uid__in=…)`."""
    return held(kind, [[phrase] for phrase in phrases_of(query)])


def find_together(kind, query):
    """The keys of things in which the words of a query stand side by side: 东里村 for `dong li cun`.

    None for one word, and for Han characters beside letters, which never stand side by side in what is stored.
    """
    words = words_in(query)
    same = len({is_han(word) for word in words}) == 1
    return held(kind, [[phrase] for phrase in phrases_of("".join(words))]) if same and len(words) > 1 else None


def together_first(rows, kind, query):
    """(rows, the order for them): the newest first; before them those in which the words stand side by side."""
    keys = find_together(kind, query)
    if keys is None:
        return rows, ("-id",)
    together = Case(When(uid__in=keys, then=1), default=0, output_field=SmallIntegerField())
    return rows.annotate(together=together), ("-together", "-id")


def held(kind, words, most=None):
    """The keys of things of this kind that hold, for every word, one of its phrases; at most so many."""
    return SearchRow.objects.filter(id__in=matching(kind, words, most) if words else []).values("key")


def matching(kind, words, most=None):
    """The ids of search rows of a kind that hold a phrase of every word. The index leads, whatever planners think."""
    if connection.vendor == "sqlite":
        asked = " AND ".join("(" + " OR ".join(starred(*phrase) for phrase in phrases) + ")" for phrases in words)
        sql = (
            "SELECT f.rowid FROM core_search f CROSS JOIN core_searchrow r ON r.id = f.rowid "
            "WHERE f.core_search MATCH %s AND r.kind = %s"
        )
        return RawSQL(f"{sql} LIMIT {most}" if most else sql, [asked, kind])
    groups = [[quoted(*phrase) for phrase in phrases] for phrases in words]
    return any_of(kind, groups, most) if most else RawSQL(f"SELECT id {HOLDING}", [all_of(groups), kind])


def all_of(groups):
    """What `to_tsquery` reads: one of each group."""
    return " & ".join("(" + " | ".join(group) + ")" for group in groups)


def any_of(kind, groups, most):
    """The same on PostgreSQL for many phrases, asked for one by one: of a hundred it believes that they hit everything.

    It would then read every row (5 seconds for 16,000) instead of the index (a millisecond).
    """
    widest = max(groups, key=len)
    rest = [group for group in groups if group is not widest]
    asked = [all_of([[one], *rest]) for one in widest]
    sql = (
        "SELECT held.id FROM unnest(%s::text[]) AS asked(words) CROSS JOIN LATERAL "
        f"(SELECT id {HOLDING.replace('%s', 'asked.words', 1)} OFFSET 0) held LIMIT {most}"
    )
    return RawSQL(sql, [asked, kind])


def starred(tokens, beginning):
    """A phrase as FTS5 reads it; its last token may be a beginning."""
    return '"' + " ".join(tokens) + '"' + "*" * beginning


def quoted(tokens, beginning):
    """A phrase as `to_tsquery` reads it; its last token may be a beginning."""
    return "(" + " <-> ".join(f"'{token}'" for token in tokens) + ":*" * beginning + ")"


def make_index(editor):
    """The index itself: an FTS5 table that keeps no copy of the text, or a GIN index."""
    if editor.connection.vendor == "sqlite":
        editor.execute(
            "CREATE VIRTUAL TABLE core_search USING fts5(grams, content='core_searchrow', content_rowid='id', "
            "tokenize='unicode61 remove_diacritics 0')"
        )
    else:
        editor.execute("CREATE INDEX core_search ON core_searchrow USING gin (to_tsvector('simple', grams))")
        read_whole(editor)


def read_whole(editor):
    """Let PostgreSQL keep no list of rows that wait to be indexed: it would be read once for every phrase."""
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER INDEX core_search SET (fastupdate = off)")
        editor.execute("SELECT gin_clean_pending_list('core_search')")


def drop_index(editor):
    """Take the index away again."""
    if editor.connection.vendor == "sqlite":
        for name in SQLITE_TRIGGERS:
            editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        editor.execute("DROP TABLE IF EXISTS core_search")
    else:
        editor.execute("DROP INDEX IF EXISTS core_search")


def mend_index(using, **kwargs):
    """After migrating: SQLite drops triggers when it rebuilds their table; they are made anew, the index refilled."""
    there = connections[using]
    if there.vendor != "sqlite" or "core_search" not in there.introspection.table_names():
        return
    with there.cursor() as cursor:
        for name, body in SQLITE_TRIGGERS.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"CREATE TRIGGER {name} " + body.format(add=SQLITE_ADD, drop=SQLITE_DROP))
        cursor.execute("INSERT INTO core_search(core_search) VALUES ('rebuild')")
