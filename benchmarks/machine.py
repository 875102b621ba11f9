"""The machine in general terms: enough to compare figures, nothing that names it."""

import os
import platform
from pathlib import Path


def facts() -> str:
    """Cores, memory, system and Python."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB of memory, {platform.system()} on {platform.machine()}, "
        f"{platform.python_implementation()} {platform.python_version()}"
    )


def load() -> float:
    """How many processes waited for a core over the last minute, those of the benchmarks included."""
    return float(Path("/proc/loadavg").read_text("ascii").split()[0])
