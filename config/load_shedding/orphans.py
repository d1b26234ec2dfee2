"""No process of the web outlives granian: importing this, first of all, sees to it."""

import ctypes
import multiprocessing
import os
import signal
import sys


def end_with_parent() -> None:
    """Ask the kernel to end this process of granian's when granian dies (Linux), and end it now if
    that has happened already: no orphan keeps the port. Nothing in a process that has no parent.

    To be called before anything else: the service takes seconds to load.
    """
    parent = multiprocessing.parent_process()
    if parent is None or sys.platform != "linux":
        return
    # Granian's own handler came along with the fork: it would only note the signal, for the parent.
    # The one that lets requests end takes its place once the service is loaded.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    set_parent_death_signal = 1  # PR_SET_PDEATHSIG, <linux/prctl.h>
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
    if os.getppid() != parent.pid:  # it died before the kernel was told
        os.kill(os.getpid(), signal.SIGTERM)


end_with_parent()
