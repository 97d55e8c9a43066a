"""What bounds the server: where it answers, and how much it does for whom."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import Final

from licensecheck.errors import InputError, Problem, quote, told
from licensecheck.facts.denials import Denials
from licensecheck.facts.lists.parties import PartyLists

__all__ = ["LOOPBACK_NAMES", "Limits", "Settings", "check_host", "client_of", "is_loopback"]

LOOPBACK_NAMES: Final = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is done for one request and one client.

    Attributes:
        body_bytes: Largest body that is read.
        body_seconds: Longest time that a client may take to send it.
        bodies_bytes: Most that is held at once of bodies that are still being sent.
        head_seconds: Longest time to the end of a request's headers, from the connection or from
            the answer before.
        send_seconds: Longest time that a client may take to read its answer.
        connections: Most connections; beyond it the one that has waited longest is closed.
        seconds: Longest time that a client waits for an answer.
        transfers: Most transfers (item ratings x end users) that one request may unfold to. A
            screening cannot be stopped half-way, so this bounds what it can cost: about two
            seconds.
        at_once: Screenings that run side by side.
        waiting: Further ones that may wait for their turn.
        burst: Requests that a client may make at once.
        per_minute: Requests that a client may make each minute in the long run.
        clients: Clients that are remembered; the longest silent is forgotten first.
    """

    body_bytes: int = 1 << 20
    body_seconds: float = 10
    bodies_bytes: int = 64 << 20
    head_seconds: float = 5
    send_seconds: float = 30
    connections: int = 512
    seconds: float = 20
    transfers: int = 1_000
    at_once: int = 2
    waiting: int = 14
    burst: int = 60
    per_minute: int = 240
    clients: int = 4_096


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server is set up.

    Attributes:
        names: Names and addresses by which it is called; a request for any other is refused.
        limits: What bounds it.
        lists: What parties are compared with; None for no list.
        house: Rule files of the office's own, beside all other rules.
        alliances: Alliance files of the office's own, beside the packaged ones.
        denials: Denials that goods and parties are compared with; None for no file.
    """

    names: tuple[str, ...] = LOOPBACK_NAMES
    limits: Limits = field(default_factory=Limits)
    lists: PartyLists | None = None
    house: tuple[str, ...] = ()
    alliances: tuple[str, ...] = ()
    denials: Denials | None = None


def is_loopback(host: str) -> bool:
    """Whether a name or address is reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def client_of(address: str) -> str:
    """Whose rate a request from an address counts against.

    All addresses of this machine are one client, and so are those of one network of IPv6 (/64),
    which a single machine holds as a whole.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if ip.is_loopback:
        return "this machine"
    return str(ipaddress.ip_network((ip, 64), strict=False)) if ip.version == 6 else str(ip)


def check_host(host: str, *, beyond_this_machine: bool) -> None:
    """Refuse an address that other machines can reach, unless that is asked for.

    Raises:
        InputError: It can be reached from elsewhere, and nobody said that it may.
    """
    if not beyond_this_machine and not is_loopback(host):
        what = told("{host} can be reached from other machines", host=quote(host))
        help_ = told("say --beyond-this-machine, behind a server with log-in and encryption")
        raise InputError(Problem("--host", what, help_))
