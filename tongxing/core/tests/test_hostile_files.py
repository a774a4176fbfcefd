"""Sixty files that nobody should send: refused with a sentence, or turned into a picture and nothing else."""

import io
import resource
import subprocess
import sys
import time

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tongxing.core.files import read_picture

from .figures import LONG, keep
from .hostile_files import MARK, NAMES, pictures, tables, with_exif
from .serving import ROOT, environment

pytestmark = pytest.mark.once
SLOWEST, MOST_MEMORY = 5, 300  # seconds, MB
PICTURES = 200 if LONG else 10


def taken(name, data):
    """What is made of a file: (large, small) or None when it is refused with a sentence."""
    try:
        picture = read_picture(SimpleUploadedFile(name, data, "image/jpeg"))
    except forms.ValidationError as refused:
        assert refused.messages[0].endswith((".", "。")) and "Traceback" not in refused.messages[0]
        return None
    return picture.large, picture.small


def check_clean(data):
    """A WebP that holds pixels alone."""
    assert data[:4] == b"RIFF" and data[8:12] == b"WEBP" and MARK not in data and b"<script" not in data
    image = Image.open(io.BytesIO(data))
    image.load()
    assert image.format == "WEBP" and getattr(image, "n_frames", 1) == 1
    assert max(image.size) <= 1600 or image.width * image.height <= 8_100_000  # a long one stays readable
    assert not set(image.info) & {"exif", "xmp", "icc_profile", "comment"} and image.getexif() == {}


def processor_seconds():
    """What the processes took that have read pictures so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize(("what", "data"), pictures(), ids=[what for what, _data in pictures()])
def test_a_picture_or_nothing(what, data):
    began = processor_seconds()

    made = taken("p.jpg", data)

    assert processor_seconds() - began < SLOWEST + 1
    for one in made or ():
        check_clean(one)


@pytest.mark.parametrize("name", NAMES)
def test_no_name_means_anything(name):
    upload = SimpleUploadedFile("x.jpg", with_exif(), "image/jpeg")
    upload._name = name  # as a browser that lies would send it, past Django's own care

    picture = read_picture(upload)

    check_clean(picture.large)


def test_nothing_of_where_and_with_what_is_left():
    for number in range(PICTURES):
        large, small = taken("p.jpg", with_exif(100 + number * 50))
        check_clean(large)
        check_clean(small)
    keep("pictures with a position", asked="200, none left", measured=f"{PICTURES}, none left")


def test_all_of_them_fit_into_little_memory(tmp_path):
    """In a process of its own that only has them read: its peak, and that of its readers."""
    for number, (_what, data) in enumerate(pictures()):
        (tmp_path / f"{number}.jpg").write_bytes(data)
    script = r"""if True:
        import pathlib, re, resource, sys, django
        django.setup()
        from django import forms
        from django.core.files.uploadedfile import SimpleUploadedFile
        from tongxing.core.files import read_picture
        files = list(pathlib.Path(sys.argv[1]).iterdir())
        for path in files:
            try:
                read_picture(SimpleUploadedFile("p.jpg", path.read_bytes()))
            except forms.ValidationError:
                pass
        peak = re.search(r"VmHWM:\s+(\d+)", pathlib.Path("/proc/self/status").read_text())  # of this program alone
        readers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        print(len(files), max(int(peak[1]), readers) // 1024)
    """
    done = in_own_process(script, tmp_path)

    count, memory = (int(word) for word in done.stdout.split())
    assert memory < MOST_MEMORY, f"{memory} MB"
    keep("hostile pictures", asked="≤ 300 MB, ≤ 5 s, 0 active", measured=f"{count} files, at most {memory} MB")


def in_own_process(script, path):
    """Run a piece of Python with the settings of the house; it must come to its end."""
    env = environment(ROOT / "nowhere", "sqlite:///nowhere.sqlite3") | {"TONGXING_SECRET": "x"}
    command = [sys.executable, "-c", script, str(path)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-800:]
    return done


@pytest.mark.parametrize("number", range(len(tables())))
def test_a_table_or_a_sentence(tmp_path, number):
    name, data = tables()[number]
    path = tmp_path / name
    path.write_bytes(data)
    script = """if True:
        import pathlib, sys, resource, django
        django.setup()
        from tongxing.imports.sentences import RowError
        from tongxing.imports.tables import read_file
        resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
        try:
            path = pathlib.Path(sys.argv[1])
            read_file(path.name, path.read_bytes())
        except RowError as error:
            print("said:", error)
    """
    began = time.monotonic()

    in_own_process(script, path)

    assert time.monotonic() - began < 30


def test_there_are_sixty():
    assert len(pictures()) + len(tables()) >= 60
