"""Listens at a few ports until it is killed."""

import socket
import time

PORTS = (22, 80, 443, 1111, 1999, 40000)


def main():
    held = []
    for port in PORTS:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("0.0.0.0", port))
        listener.listen(64)
        held.append(listener)
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    main()
