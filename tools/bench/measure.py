"""Runs a command and writes what it used to a file, as JSON.

Usage: python3 measure.py REPORT COMMAND [ARGUMENT...]

Node has no wait4 and GNU time is not everywhere; Python has it on Linux and macOS. A process counts
the memory of the one that it was started from until it is a program of its own, so no peak is below
that of Python, some 10 MiB.
"""

import json
import os
import sys
import time

report, command = sys.argv[1], sys.argv[2:]
started = time.monotonic()
child = os.posix_spawnp(command[0], command, os.environ)
_, status, usage = os.wait4(child, 0)
ended = time.monotonic()
with open(report, "w", encoding="utf-8") as file:
    json.dump(
        {
            "status": os.waitstatus_to_exitcode(status),
            "wallSeconds": ended - started,
            "cpuSeconds": usage.ru_utime + usage.ru_stime,
            # In KiB, on macOS in bytes.
            "peakBytes": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
        },
        file,
    )
