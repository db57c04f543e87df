"""Runs netwhy and curl in turn, and prints medians and ratios. Called by run.sh."""

import os
import statistics
import subprocess
import sys
import time

NETWHY = os.environ["netwhy"]
CERTIFICATE = os.environ["folder"] + "/certificate"
PLAIN, TLS = "http://127.0.0.1:8000", "https://127.0.0.1:8443"

# name, netwhy's arguments, curl's arguments, the share of the runs
CASES = [
    ("one GET", ["http", f"{PLAIN}/small"], [f"{PLAIN}/small"], 1),
    ("one GET, JSON", ["http", "--json", f"{PLAIN}/small"], [f"{PLAIN}/small"], 1),
    ("one GET over TLS", ["http", "--cacert", CERTIFICATE, f"{TLS}/small"], ["--cacert", CERTIFICATE, f"{TLS}/small"], 1),
    ("100 MB", ["http", "--output", "/dev/null", f"{PLAIN}/large"], ["-o", "/dev/null", f"{PLAIN}/large"], 0.1),
    (
        "100 MB over TLS",
        ["http", "--output", "/dev/null", "--cacert", CERTIFICATE, f"{TLS}/large"],
        ["-o", "/dev/null", "--cacert", CERTIFICATE, f"{TLS}/large"],
        0.1,
    ),
]


def run(command):
    """Wall and CPU milliseconds of one run as a whole process."""
    null = os.open("/dev/null", os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, stream) for stream in range(3)]
    start = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - start
    os.close(null)
    if status != 0:
        sys.exit(f"{command} failed")
    return wall * 1000, (used.ru_utime + used.ru_stime) * 1000


def peak(command):
    """Peak memory in MB: by time(1), for a child's peak begins with that of the process it was forked from."""
    timed = ["/usr/bin/time", "-q", "-f", "%M", *command]
    done = subprocess.run(timed, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, check=True)
    return int(done.stderr.split()[-1]) / 1024


def main():
    runs = int(sys.argv[1])
    for name, netwhy, curl, share in CASES:
        count = max(5, int(runs * share))
        programs = [("netwhy", [NETWHY, *netwhy]), ("curl", ["/usr/bin/curl", "-q", "-s", *curl])]
        seen = {program: [] for program, _ in programs}
        for turn in range(count + 1):
            for program, command in programs:
                result = run(command)
                if turn > 0:  # the first run fills the caches
                    seen[program].append(result)
        print(f"\n{name}, {count} runs of each")
        print(f"{'':8}{'wall ms':>10}{'CPU ms':>10}{'peak MB':>10}{'wall':>9}{'CPU':>8}{'memory':>9}")
        base = None
        for program, command in programs:
            medians = [statistics.median(result[at] for result in seen[program]) for at in range(2)]
            medians.append(statistics.median(peak(command) for _ in range(5)))
            base = base or medians
            ratios = "".join(f"{value / own:>7.2f}x " for value, own in zip(medians, base, strict=True))
            print(f"{program:8}{medians[0]:>10.2f}{medians[1]:>10.2f}{medians[2]:>10.1f}  {ratios}", flush=True)


main()
