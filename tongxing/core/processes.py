"""Processes that end together: whoever starts one takes it along, even when killed."""

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1


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
