"""Processes that end together: whoever starts one takes it along, even when killed."""

import ctypes
import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from multiprocessing.connection import wait

PR_SET_PDEATHSIG = 1
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PAUSE, LONGEST_PAUSE = 0.2, 3.0  # seconds before a child is started again
PATIENCE = 8  # seconds for a child to end by itself
FORKS = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")

log = logging.getLogger("tongxing.serve")


def die_with_parent(parent=None):
    """Make this process end at once when its parent ends. `parent` is the pid that is expected there.

    On Linux the kernel does it; elsewhere a thread looks once a second. Call it in the new process, after a fork.
    """
    parent = parent or os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        threading.Thread(target=watch, args=(parent,), daemon=True, name="parent-watch").start()
    if os.getppid() != parent:  # it ended before the line above took hold
        os._exit(1)


def watch(parent):
    """End this process within a second after its parent has changed."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def begin(parent, target, args, kwargs):
    """The first lines of a child: it ends with its parent, and Ctrl-C on the terminal reaches the parent alone."""
    os.setsid()
    for number in ENDINGS:
        signal.signal(number, signal.SIG_DFL)
    signal.set_wakeup_fd(-1)
    die_with_parent(parent)
    if FORKS.get_start_method() == "spawn":
        import django

        django.setup()
    target(*args, **kwargs)


def start_child(name, target, *args, **kwargs):
    """Run `target` in a process of its own that ends with this one."""
    process = FORKS.Process(name=name, target=begin, args=(os.getpid(), target, args, kwargs))
    process.start()
    return process


def run_child(target, *args, **kwargs):
    """Run `target` in a process of its own, so that what it loads is gone afterwards. Returns its exit code."""
    process = start_child(target.__name__, target, *args, **kwargs)
    try:
        process.join()
    except BaseException:
        process.kill()
        process.join()
        raise
    return process.exitcode


class Child:
    """Something that must always run: started, and started again with a growing pause when it ends."""

    def __init__(self, name, target, args):
        self.name, self.target, self.args = name, target, args
        self.process, self.due, self.pause, self.ends = None, 0.0, PAUSE, 0

    def look(self, now):
        """Start it when it is due; notice that it ended."""
        if self.process is None and now >= self.due:
            self.born, self.process = now, start_child(self.name, self.target, *self.args)
        elif self.process is not None and self.process.exitcode is not None:
            self.pause = PAUSE if now - self.born > 30 else min(self.pause * 2, LONGEST_PAUSE)
            log.error("The %s ended (%s) and is started again.", self.name, say_code(self.process.exitcode))
            self.process.close()
            self.process, self.due, self.ends = None, now + self.pause, self.ends + 1


def say_code(code):
    """An exit code in words."""
    return f"killed by signal {-code}" if code < 0 else f"exit code {code}"


def stand_by(children, *, ready):
    """Keep the children running until a signal asks to end; `ready()` is asked until it is true. Returns a code."""
    asked = []
    woken, waker = socket.socketpair()
    waker.setblocking(False)
    signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
    for number in ENDINGS:
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:  # ignored under nohup
            signal.signal(number, lambda number, frame: asked.append(number))
    is_ready = False
    while not asked:
        now = time.monotonic()
        for child in children:
            child.look(now)
        is_ready = is_ready or ready()
        if not is_ready and any(child.ends >= 3 for child in children):
            print("It could not be started; the lines above say why.", file=sys.stderr)
            break
        running = [child.process for child in children if child.process]
        settled = is_ready and len(running) == len(children)
        wait([woken, *[process.sentinel for process in running]], None if settled else 0.05)
    end([child.process for child in children if child.process])
    return 0 if asked else 1


def end(processes):
    """Ask them to end, wait a little, then kill."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in processes:
        process.join(max(0, deadline - time.monotonic()))
        if process.exitcode is None:
            process.kill()
            process.join()
