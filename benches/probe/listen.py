"""Listens at a few ports until it is killed, and lets go of whoever comes: a full queue would make a port silent."""

import selectors
import socket

PORTS = (22, 80, 443, 1111, 1999, 40000)


def main():
    comers = selectors.DefaultSelector()
    for port in PORTS:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("0.0.0.0", port))
        listener.listen(64)
        comers.register(listener, selectors.EVENT_READ)
    while True:
        for key, _ in comers.select():
            try:
                key.fileobj.accept()[0].close()
            except OSError:
                pass  # It left before.


if __name__ == "__main__":
    main()
