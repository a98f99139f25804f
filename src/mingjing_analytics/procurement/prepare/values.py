"""Small changes to decoded JSON, done exactly as the peer's map does them."""

from typing import Any

import msgspec


def remove(holder: dict[str, Any], key: str) -> None:
    """Take a member out; the last member moves into its place.

    The peer's map does so, and its output is compared byte by byte.
    """
    keys = list(holder)
    place = keys.index(key)
    last = keys[-1]
    if last == key:
        del holder[key]
        return
    tail = [(name, holder[name]) for name in keys[place + 1 : -1]]
    moved = holder[last]
    for name in keys[place:]:
        del holder[name]
    holder[last] = moved
    holder.update(tail)


def number_to_text(holder: dict[str, Any], key: str) -> None:
    """Make a number a text: an identifier is not counted with."""
    value = holder.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        holder[key] = msgspec.json.encode(value).decode()


def array_of(value: object) -> list[Any]:
    """Give an array, or none of it."""
    return value if isinstance(value, list) else []


def cell(value: object) -> object:
    """Give what stands in a CSV cell for a JSON value."""
    if value is None or isinstance(value, str):
        return value or ""
    return msgspec.json.encode(value).decode()


class Organizations:
    """Identifiers of organisations: redacted, prefixed, and their roles remembered."""

    def __init__(self, redacted: frozenset[str]) -> None:
        self._redacted = redacted
        self._roles: dict[str, set[str]] = {}

    def learn(self, parties: object) -> None:
        """Remember the roles that the parties state."""
        for party in array_of(parties):
            if isinstance(party, dict) and isinstance(party.get("id"), str):
                stated = array_of(party.get("roles"))
                self._roles[party["id"]] = {
                    role for role in stated if isinstance(role, str)
                }

    def tell_roles(self, parties: object) -> None:
        """Write the roles that were found, in order."""
        for party in array_of(parties):
            if isinstance(party, dict) and isinstance(party.get("id"), str):
                roles = self._roles.get(party["id"])
                if roles:
                    party["roles"] = sorted(roles)

    def single(self, holder: dict[str, Any], key: str, prefix: str, role: str) -> None:
        """Correct the identifier of one organisation."""
        organization = holder.get(key)
        if isinstance(organization, dict):
            self._correct(organization, prefix, role)

    def listed(self, holder: dict[str, Any], key: str, prefix: str, role: str) -> None:
        """Correct the identifiers of several; one that stands alone becomes a list."""
        if isinstance(holder.get(key), dict):
            holder[key] = [holder[key]]
        for organization in array_of(holder.get(key)):
            if isinstance(organization, dict):
                self._correct(organization, prefix, role)

    def _correct(self, organization: dict[str, Any], prefix: str, role: str) -> None:
        number_to_text(organization, "id")
        found = organization.get("id")
        if not isinstance(found, str):
            return
        if found in self._redacted:
            remove(organization, "id")
            return
        if not found.startswith(prefix):
            organization["id"] = found = prefix + found
        if found in self._roles:
            self._roles[found].add(role)
