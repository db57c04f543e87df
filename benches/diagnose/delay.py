#!/usr/bin/env python3
"""Carries packets between one TUN device in each of two network namespaces, DELAY milliseconds late.

Usage: delay.py DELAY NETNS-FILE NETNS-FILE DEVICE. Kernels without netem have no other way to a slow link.
It prints one line once both devices are there, and runs until it is ended.
"""

import ctypes
import fcntl
import heapq
import os
import select
import struct
import sys
import time

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TUN_NO_PI = 0x0001 | 0x1000
LIBC = ctypes.CDLL(None, use_errno=True)


def device(namespace, name):
    """Makes the device in that namespace; returns its descriptor."""
    with open(namespace) as entered:
        if LIBC.setns(entered.fileno(), CLONE_NEWNET) != 0:
            sys.exit(f"delay.py: setns {namespace}: {os.strerror(ctypes.get_errno())}")
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN_NO_PI))
    return tun


def carry(one, other, delay):
    """Moves packets both ways for ever, each `delay` seconds after it came."""
    waiting, count = [], 0
    ready = select.poll()
    ready.register(one, select.POLLIN)
    ready.register(other, select.POLLIN)
    while True:
        while waiting and waiting[0][0] <= time.monotonic():
            _, _, to, packet = heapq.heappop(waiting)
            try:
                os.write(to, packet)
            except OSError:
                pass  # the device is down: the packet is lost, as on any link
        pause = (waiting[0][0] - time.monotonic()) * 1000 if waiting else 1000
        for tun, _ in ready.poll(max(0, pause)):
            try:
                packet = os.read(tun, 65536)
            except OSError:
                continue
            count += 1
            heapq.heappush(waiting, (time.monotonic() + delay, count, other if tun == one else one, packet))


if __name__ == "__main__":
    delay, first, second, name = sys.argv[1:]
    ends = device(first, name), device(second, name)
    print("ready", flush=True)
    carry(*ends, float(delay) / 1000)
