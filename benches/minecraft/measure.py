"""Runs netwhy and mcstatus in turn, and prints medians and ratios. Called by run.sh."""

import os
import statistics
import subprocess
import sys
import time

NETWHY, PEERS, FOLDER = os.environ["netwhy"], os.environ["peers"], os.environ["folder"]
MANY = os.path.join(os.path.dirname(__file__), "many.py")
ONE = "127.0.0.1:25565"


def run(command, stdin):
    """Wall and CPU milliseconds of one run as a whole process."""
    null, given = os.open("/dev/null", os.O_RDWR), os.open(stdin, os.O_RDONLY)
    actions = [(os.POSIX_SPAWN_DUP2, given, 0), (os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)]
    start = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - start
    os.close(null)
    os.close(given)
    if status != 0:
        sys.exit(f"{command} failed")
    return wall * 1000, (used.ru_utime + used.ru_stime) * 1000


def peak(command, stdin):
    """Peak memory in MB: by time(1), for a child's peak begins with that of the process it was forked from."""
    timed = ["/usr/bin/time", "-q", "-f", "%M", *command]
    with open(stdin) as given:
        done = subprocess.run(timed, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=given, check=True)
    return int(done.stderr.split()[-1]) / 1024


def compare(name, programs, stdin, count):
    """Prints what the programs took; the first is what the others are held against."""
    seen = {program: [] for program, _ in programs}
    for turn in range(count + 1):
        for program, command in programs:
            result = run(command, stdin)
            if turn > 0:  # the first run fills the caches
                seen[program].append(result)
    print(f"\n{name}, {count} runs of each")
    print(f"{'':16}{'wall ms':>10}{'CPU ms':>10}{'peak MB':>10}{'wall':>9}{'CPU':>8}{'memory':>9}")
    base = None
    for program, command in programs:
        medians = [statistics.median(result[at] for result in seen[program]) for at in range(2)]
        medians.append(statistics.median(peak(command, stdin) for _ in range(5)))
        base = base or medians
        ratios = "".join(f"{value / own:>7.2f}x " for value, own in zip(medians, base, strict=True))
        print(f"{program:16}{medians[0]:>10.2f}{medians[1]:>10.2f}{medians[2]:>10.1f}  {ratios.rstrip()}", flush=True)


def hosts(scheme, count):
    """A file of so many servers: every address of the loopback is the one server's."""
    path = f"{FOLDER}/{count}{scheme.removesuffix('://')}"
    with open(path, "w") as file:
        file.writelines(f"{scheme}127.0.{number // 250 + 1}.{number % 250 + 1}\n" for number in range(count))
    return path


def all_answer(command, stdin, count):
    """Every server must have answered, and with its message."""
    with open(stdin) as given:
        lines = subprocess.run(command, stdin=given, stdout=subprocess.PIPE, check=True, text=True).stdout.splitlines()
    answered = sum("Minecraft" in line and "1.20.4" in line for line in lines)
    if (len(lines), answered) != (count, count):
        sys.exit(f"{command}: {answered} of {count} servers answered, in {len(lines)} lines")


def main():
    runs = int(sys.argv[1])
    mcstatus = [f"{PEERS}/pip/bin/python", f"{PEERS}/pip/bin/mcstatus", ONE, "status"]
    for name, options in [("one status", ["--pings", "0"]), ("one status, with the three pings of netwhy", [])]:
        ask = [NETWHY, "minecraft", f"java://{ONE}", *options]
        compare(name, [("netwhy", ask), ("netwhy --json", [*ask, "--json"]), ("mcstatus", mcstatus)], "/dev/null", runs)
    everything = [NETWHY, "minecraft", ONE, "--pings", "0"]
    compare("everything that can be there (netwhy alone)", [("netwhy", everything)], "/dev/null", runs)
    many = [f"{PEERS}/pip/bin/python", MANY]
    ask = [NETWHY, "minecraft", "-", "--format", "jsonl", "--pings", "0"]
    for count, share in [(1, 1), (100, 0.25), (1000, 0.1)]:
        listed = hosts("java://", count)
        all_answer(ask, listed, count)
        all_answer(many, listed, count)
        turns = max(3, int(runs * share))
        compare(f"{count} servers from standard input", [("netwhy", ask), ("mcstatus asyncio", many)], listed, turns)
    for count in (1, 100, 1000):
        listed = hosts("", count)
        print(f"\neverything at {count} hosts: netwhy peaks at {peak(ask, listed):.1f} MB", flush=True)


main()
