"""Reading what people send in a process of its own: bounded in processor time, memory and answer, and without secrets.

A picture, a table or a way may be made so that reading it takes minutes, gigabytes, or the process along. So it is
read by a new interpreter that knows no setting, no database and no session, and is ended when it takes too much.
What it answers is read as JSON with raw bytes behind it, never unpickled.
"""

import json
import os
import subprocess
import sys
import threading
from importlib import import_module
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
MOST_MEMORY = 700  # MB of addresses, the interpreter and its libraries included
MOST_ANSWER = 60_000_000  # bytes
SLACK = 4  # so many times its processor seconds may it take on the clock, where others work too


class Unreadable(Exception):
    """What was sent can't be read, and why: a sentence with its facts, translated where it is shown."""

    def __init__(self, words, **facts):
        super().__init__(words)
        self.words, self.facts = words, facts


class TooMuch(Exception):
    """Reading it took more time, memory or room than is given, or broke the reader."""


def read_apart(function, data, *, seconds, memory=MOST_MEMORY, most=MOST_ANSWER, **plan):
    """What `function(data, **plan)` answers, done in a process of its own.

    `function` is a dotted name with a colon (`tongxing.core.pictures:read`), `data` bytes; `plan` and the answer are of
    what JSON holds, the answer with bytes in it too. At most `seconds` of processor time, `memory` MB, `most` bytes of
    answer. Raises Unreadable as the function does, and TooMuch when a bound is reached or the reader broke.
    """
    command = [sys.executable, "-m", "tongxing.core.apart", function, str(seconds), str(memory), str(os.getpid())]
    env = {"PYTHONPATH": str(TOP), "PATH": os.environ.get("PATH", ""), "MALLOC_ARENA_MAX": "1", "PYTHONUTF8": "1"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=env, cwd="/") as reader:
        clock = threading.Timer(seconds * SLACK + 5, reader.kill)
        clock.start()
        try:
            feeder = threading.Thread(target=feed, args=(reader.stdin, plan, data), daemon=True)
            feeder.start()
            said = reader.stdout.read(most + 1)
        finally:
            clock.cancel()
            reader.kill()
    if len(said) > most:
        raise TooMuch("its answer is too long")
    return understand(said)


def feed(pipe, plan, data):
    """Hand over the plan on one line, and the bytes behind it; a reader that has ended takes no more."""
    try:
        with pipe:
            pipe.write(json.dumps(plan).encode() + b"\n")
            pipe.write(data)
    except OSError:
        pass


def understand(said):
    """The answer of a reader; one that ended without an answer took too much."""
    head, _newline, blobs = said.partition(b"\n")
    try:
        told = json.loads(head)
    except ValueError:
        raise TooMuch("the reader ended") from None
    if "refused" in told:
        raise Unreadable(told["refused"], **told["facts"])
    if "broken" in told:
        raise TooMuch(told["broken"])
    return put_back(told["answer"], blobs)


def take_out(value, blobs):
    """The value with each of its bytes replaced by where they stand in `blobs`."""
    if isinstance(value, bytes | bytearray):
        start = sum(map(len, blobs))
        blobs.append(bytes(value))
        return {"\0bytes": [start, len(value)]}
    if isinstance(value, dict):
        return {key: take_out(one, blobs) for key, one in value.items()}
    return [take_out(one, blobs) for one in value] if isinstance(value, list | tuple) else value


def put_back(value, blobs):
    """The value as it was before `take_out`; what was a tuple is a list."""
    if isinstance(value, dict):
        if "\0bytes" in value:
            start, size = value["\0bytes"]
            return blobs[start : start + size]
        return {key: put_back(one, blobs) for key, one in value.items()}
    return [put_back(one, blobs) for one in value] if isinstance(value, list) else value


def main(function, seconds, memory, parent):
    """The reader itself: bind it, read, call, answer."""
    bind(int(seconds), int(memory), int(parent))
    source = sys.stdin.buffer
    plan, blobs = json.loads(source.readline()), []
    try:
        module, name = function.split(":")
        told = {"answer": take_out(getattr(import_module(module), name)(source.read(), **plan), blobs)}
    except Unreadable as error:
        told, blobs = {"refused": error.words, "facts": error.facts}, []
    except BaseException as error:  # noqa: BLE001 -- whatever it is, it is the file's doing, and told as such
        told, blobs = {"broken": f"{type(error).__name__}: {error}"[:300]}, []
    sys.stdout.buffer.writelines([json.dumps(told).encode(), b"\n", *blobs])
    sys.stdout.buffer.flush()


def bind(seconds, memory, parent):
    """No more processor time, memory and files than given, and no life without the parent."""
    from .processes import die_with_parent

    die_with_parent(parent)
    try:
        import resource
    except ImportError:  # a platform without such bounds: the clock alone holds
        return
    for what, most in (("RLIMIT_CPU", seconds), ("RLIMIT_AS", memory << 20), ("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0)):
        resource.setrlimit(getattr(resource, what), (most, most))


if __name__ == "__main__":
    sys.modules["tongxing.core.apart"] = sys.modules["__main__"]  # so that the Unreadable that is raised is this one
    main(*sys.argv[1:])
