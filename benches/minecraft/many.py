"""Asks every server on standard input for its status, with mcstatus and asyncio: what netwhy is held against."""

import asyncio
import json
import sys

from mcstatus import JavaServer

AT_ONCE = 24  # as netwhy does


async def main():
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(host):
        async with gate:
            status = await JavaServer(host, 25565, timeout=5).async_status()
        print(json.dumps({"host": host, "latency": status.latency, "motd": status.motd.to_plain(), "raw": status.raw}))

    hosts = [line.strip().removeprefix("java://") for line in sys.stdin]
    await asyncio.gather(*(one(host) for host in hosts))


asyncio.run(main())
