"""Reads organisations.json and finds free ports; prints what scripts/demo has to make, one thing a line, tab-separated.

    node    SLUG  PORT  NAME  HOME  COLOUR  MARK  MESSAGE  LOGO  RESOURCES
    guest   NODE  SLUG  NAME  HOME  COLOUR  MARK  MESSAGE  LOGO  RESOURCES
    harvest NODE  PEER
"""

import json
import pathlib
import socket

FOLDER = pathlib.Path(__file__).parent


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(wished, taken):
    return next(port for port in range(wished, 65536) if port not in taken and is_free(port))


def kit(organisation):
    words = [organisation[key] for key in ("name", "home", "colour", "mark", "message")]
    return words + [str(FOLDER / organisation[key]) for key in ("logo", "resources")]


def main():
    nodes = json.loads((FOLDER / "organisations.json").read_text(encoding="utf-8"))["nodes"]
    taken = set()
    for node in nodes:
        port = free_port(node["port"], taken)
        taken.add(port)
        print("node", node["slug"], port, *kit(node), sep="\t")
    for node in nodes:
        for guest in node["guests"]:
            print("guest", node["slug"], guest["slug"], *kit(guest), sep="\t")
        for peer in node["harvests"]:
            print("harvest", node["slug"], peer, sep="\t")


main()
