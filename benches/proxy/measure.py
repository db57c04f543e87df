"""Runs the three proxies in turn, and prints medians and ratios. Called by run.sh."""

import os
import re
import resource
import socket
import statistics
import subprocess
import sys
import time

FOLDER, ROUNDS, SECONDS = os.environ["folder"], int(os.environ["rounds"]), os.environ["seconds"]
NULL = subprocess.DEVNULL
PROXIES = {
    "netwhy": (8080, [os.environ["netwhy"], "proxy", "--idle", "30m", "--connections", "20000"]),
    "tinyproxy": (8888, ["tinyproxy", "-d", "-c", f"{FOLDER}/tinyproxy.conf"]),
    "squid": (3128, ["squid", "-N", "-f", f"{FOLDER}/squid.conf"]),
}


def start(command, port):
    log = open(f"{FOLDER}/log-{port}", "wb")
    child = subprocess.Popen(command, stdin=NULL, stdout=NULL, stderr=log)
    for _ in range(400):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return child
        except OSError:
            if child.poll() is not None:
                sys.exit(f"{command} ended: {open(log.name).read()}")
            time.sleep(0.05)
    sys.exit(f"{command} never listened")


def cpu(child):
    """Seconds of CPU time of a process, all threads."""
    fields = open(f"/proc/{child.pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(child):
    """Resident memory in MB."""
    return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{child.pid}/status").read())[1]) / 1024


def wrk(port, child, more=()):
    """Requests a second, p99 in ms, errors, and CPU time in microseconds a request."""
    before = cpu(child)
    # fmt: off
    done = subprocess.run(
        ["wrk", "-t1", "-c64", f"-d{SECONDS}s", "--latency", "-s", f"{FOLDER}/ask.lua", *more, f"http://127.0.0.1:{port}/"],
        capture_output=True, text=True, check=True,
    ).stdout
    # fmt: on
    used = cpu(child) - before
    count = int(re.search(r"(\d+) requests in", done)[1])
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", done).groups()
    # A connection that ends behind an answer without having said so is a read error for wrk: tinyproxy's always do.
    errors = 0 if child.args[0] == "tinyproxy" else sum(int(one) for one in re.findall(r"(?:connect|read|write|timeout) (\d+)", done))
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", done)
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", done)[1])
    return rate, float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit], errors + int(bad[1] if bad else 0), used / count * 1e6


def tunnel(port, child):
    """Megabytes a second, and CPU seconds, for 1 GiB through CONNECT."""
    before, begin = cpu(child), time.perf_counter()
    # fmt: off
    subprocess.run(
        ["curl", "-q", "-sf", "-p", "--noproxy", "", "-x", f"http://127.0.0.1:{port}", "-o", "/dev/null", "http://127.0.0.1:8000/large"],
        check=True,
    )
    # fmt: on
    took = time.perf_counter() - begin
    return (1 << 30) / 1e6 / took, cpu(child) - before


def table(title, names, rows, better):
    print(f"\n{title}")
    print(f"{'':10}" + "".join(f"{name:>14}" for name in names) + "   " + "".join(f"{name.split()[0]:>10}" for name in names))
    base = next(iter(rows.values()))
    for program, values in rows.items():
        ratios = []
        for value, own, more in zip(values, base, better, strict=True):
            ratio = (own / value if more else value / own) if value and own else float("nan")
            ratios.append(f"{ratio:>9.2f}x")
        print(f"{program:10}" + "".join(f"{value:>14.2f}" for value in values) + "   " + "".join(ratios), flush=True)


def small(children):
    seen = {name: [] for name in PROXIES}
    for turn in range(ROUNDS + 1):
        for name, (port, _) in PROXIES.items():
            result = wrk(port, children[name])
            if turn > 0:  # the first round fills the caches
                seen[name].append(result)
    rows = {name: [statistics.median(one[at] for one in results) for at in (0, 1, 3)] for name, results in seen.items()}
    table(f"small answers, 64 connections, {ROUNDS} rounds of {SECONDS} s", ["requests/s", "p99 ms", "CPU us/req"], rows, [True, False, False])
    errors = {name: sum(one[2] for one in results) for name, results in seen.items()}
    print(f"exchanges that failed: {errors}")
    if errors["netwhy"]:
        sys.exit("netwhy failed exchanges")


def large(children):
    seen = {name: [] for name in PROXIES}
    for turn in range(ROUNDS + 1):
        for name, (port, _) in PROXIES.items():
            result = tunnel(port, children[name])
            if turn > 0:
                seen[name].append(result)
    rows = {name: [statistics.median(one[at] for one in results) for at in (0, 1)] for name, results in seen.items()}
    table(f"1 GiB through CONNECT, {ROUNDS} rounds", ["MB/s", "CPU s"], rows, [True, False])


def answered(client):
    """Reads one answer; True where it is whole and good."""
    came = b""
    while b"\r\n\r\n" not in came or len(came.split(b"\r\n\r\n", 1)[1]) < 100:
        piece = client.recv(4096)
        if not piece:
            return False
        came += piece
    return came.startswith(b"HTTP/1.1 200")


def idle():
    """10,000 connections, each of which has asked for something once, and is kept."""
    rows, count = {}, 10_000
    ask = b"GET http://127.0.0.1:8000/small HTTP/1.1\r\nHost: 127.0.0.1:8000\r\n\r\n"
    for name in ("netwhy", "squid"):  # tinyproxy ends each connection
        port, command = PROXIES[name]
        child = start(command, port)
        before, held = memory(child), []
        for nth in range(count):
            client = socket.create_connection(("127.0.0.1", port), 30)
            client.sendall(ask)
            held.append(client)
            if nth % 50 == 49 and not all(answered(one) for one in held[-50:]):
                sys.exit(f"{name} gave a bad answer")
        time.sleep(1)
        rows[name] = [memory(child) - before, (memory(child) - before) * 1024 / count]
        held[0].sendall(ask)
        if not answered(held[0]):
            sys.exit(f"{name} holds a dead connection")
        for one in held:
            one.close()
        child.kill()
        child.wait()
    table(f"{count} idle connections", ["MB", "KB each"], rows, [False, False])


def main():
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < 12_000:
        sys.exit("10,000 connections need 12,000 descriptors: ulimit -n")
    with open(f"{FOLDER}/ask.lua", "w") as lua:
        lua.write('request = function() return wrk.format("GET", "http://127.0.0.1:8000/small", {["Host"] = "127.0.0.1:8000"}) end\n')
    children = [start(["nginx", "-p", FOLDER, "-e", "stderr", "-c", f"{FOLDER}/nginx.conf"], 8000)]
    try:
        proxies = {}
        for name, (port, command) in PROXIES.items():
            proxies[name] = start(command, port)
            children.append(proxies[name])
        small(proxies)
        large(proxies)
        for name, child in proxies.items():
            child.kill()
            child.wait()
        idle()
    finally:
        for child in children:
            child.terminate()
            child.wait()


main()
