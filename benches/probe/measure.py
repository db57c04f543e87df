"""Runs the scanners in turn, and prints medians and ratios. Called by run.sh."""

import os
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from listen import PORTS

CASES = [("loopback", "127.0.0.1", "1-65535"), ("cable", "10.9.0.2", "1-65535"), ("silent", "10.9.0.3", "1-2000")]

NETWHY = r"^(\d+)/tcp +open"


def scanners(address, ports):
    yield "netwhy probe", [os.environ["netwhy"], "probe", address, "-p", ports], NETWHY
    hurry = ["--wait", "300ms", "--parallel", "8000"]
    yield "netwhy in a hurry", [os.environ["netwhy"], "probe", address, "-p", ports, *hurry], NETWHY
    nmap = ["nmap", "-n", "-Pn", "-sT", "-p", ports]
    yield "nmap -sT", [*nmap, address], r"^(\d+)/tcp +open "
    yield "nmap -sT -T5", [*nmap, "-T5", "--min-rate", "100000", address], r"^(\d+)/tcp +open "
    if shutil.which("rustscan"):
        rustscan = ["rustscan", "-a", address, "-r", ports, "-b", "4500", "--no-config", "--no-banner", "-g", "--scripts", "none"]
        yield "rustscan -b 4500", rustscan, r"[\[,](\d+)(?=[,\]])"


def run(command, pattern):
    """Wall seconds, CPU seconds, peak kB, open ports."""
    with tempfile.TemporaryFile() as out, tempfile.NamedTemporaryFile("r") as usage:
        # time(1) in between, because a child's peak memory begins with that of the process it was forked from.
        start = time.perf_counter()
        timed = ["/usr/bin/time", "-q", "-o", usage.name, "-f", "%U %S %M", *command]
        subprocess.run(timed, stdout=out, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=False)
        wall = time.perf_counter() - start
        user, system, peak = usage.read().split()
        out.seek(0)
        text = out.read().decode(errors="replace")
    found = {int(next(group for group in match.groups() if group)) for match in re.finditer(pattern, text, re.M)}
    return wall, float(user) + float(system), int(peak), found


def main():
    runs = int(sys.argv[1])
    for case, address, ports in CASES:
        last = int(ports.split("-")[1])
        wanted = {port for port in PORTS if port <= last}
        rows = list(scanners(address, ports))
        seen = {name: [] for name, _, _ in rows}
        for _ in range(runs):
            for name, command, pattern in rows:
                seen[name].append(run(command, pattern))
        print(f"\n{case}: {last} ports of {address}, {runs} runs of each")
        print(f"{'':18}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}{'wall':>8}{'CPU':>8}{'memory':>8}  wrong runs")
        base = None
        for name, _, _ in rows:
            medians = [statistics.median(result[at] for result in seen[name]) for at in range(3)]
            base = base or medians
            ratios = "".join(f"{value / own:>7.2f}x" for value, own in zip(medians, base, strict=True))
            wrong = [sorted(result[3] ^ wanted) for result in seen[name] if result[3] != wanted]
            told = f"{len(wrong)}, such as {wrong[0][:5]}" if wrong else "0"
            print(f"{name:18}{medians[0]:>9.3f}{medians[1]:>9.3f}{medians[2] / 1024:>9.1f}{ratios}  {told}", flush=True)


main()
