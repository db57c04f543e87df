"""Runs netwhy serve and nginx in turn under wrk, and prints medians and ratios. Called by run.sh."""

import os
import re
import socket
import statistics
import subprocess
import sys
import time

FOLDER, ROUNDS, SECONDS = os.environ["folder"], int(os.environ["rounds"]), os.environ["seconds"]
NULL = subprocess.DEVNULL
SERVERS = {
    "netwhy": (8080, [os.environ["netwhy"], "serve", "--listen", "127.0.0.1:8080"]),
    "nginx": (8000, ["nginx", "-p", FOLDER, "-e", "stderr", "-c", f"{FOLDER}/nginx.conf"]),
}


def start(command, port):
    child = subprocess.Popen(command, stdin=NULL, stdout=NULL, stderr=NULL)
    for _ in range(400):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return child
        except OSError:
            if child.poll() is not None:
                sys.exit(f"{command} ended")
            time.sleep(0.05)
    sys.exit(f"{command} never listened")


def wrk(port):
    """Requests a second, p99 in ms."""
    command = ["wrk", "-t1", "-c64", f"-d{SECONDS}s", "--latency", f"http://127.0.0.1:{port}/bytes/100"]
    done = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in done or "Socket errors" in done:
        sys.exit(f"port {port} failed exchanges: {done}")
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", done).groups()
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", done)[1])
    return rate, float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def main():
    children = [start(command, port) for port, command in SERVERS.values()]
    try:
        seen = {name: [] for name in SERVERS}
        for turn in range(ROUNDS + 1):
            for name, (port, _) in SERVERS.items():
                result = wrk(port)
                if turn > 0:  # the first round fills the caches
                    seen[name].append(result)
    finally:
        for child in children:
            child.terminate()
            child.wait()
    print(f"\n100 bytes, 64 connections, {ROUNDS} rounds of {SECONDS} s")
    print(f"{'':8}{'requests/s':>12}{'p99 ms':>9}{'requests/s':>14}{'p99':>8}")
    base = None
    for name, results in seen.items():
        rate, late = (statistics.median(one[at] for one in results) for at in (0, 1))
        base = base or (rate, late)
        print(f"{name:8}{rate:>12.0f}{late:>9.2f}{base[0] / rate:>13.2f}x{late / base[1]:>7.2f}x")


main()
