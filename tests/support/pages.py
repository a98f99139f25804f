"""Every page that a hat is led to: links are followed from its menu on."""

from collections import defaultdict
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from lxml import html

# How many pages of one door a hat opens: a due is late, claimed, asked about …
EACH = {
    "duties:due": 3,
    "duties:duty": 3,
    "plan:measure": 3,
    "people:unit": 2,
    "findings:finding": 4,
    "appeals:appeal": 2,
    "reforms:reform": 2,
    "supervision:flag": 2,
}


def pages_of(client, hat, due):
    """(door, address, page) of all that can be reached by links from menu and due."""
    first = f"/duties/due/{due.pk}/"
    waiting = ["/", "/ui/patterns/"]
    if client.get(first).status_code == 200:
        waiting.insert(0, first)
    seen, opened = set(), defaultdict(int)
    while waiting:
        address = waiting.pop(0)
        door = door_of(address)
        if address in seen or door is None or opened[door] >= EACH.get(door, 1):
            continue
        seen.add(address)
        answer = client.get(address, follow=True)
        if "html" not in answer.headers["Content-Type"]:
            continue
        status = answer.status_code
        assert status == 200, f"{hat} is led to {address}, which says {status}"
        opened[door] += 1
        # As a browser does: what stands on a page is relative to where it was found.
        for place, _status in answer.redirect_chain:
            address = urljoin(address, place)
        page = html.fromstring(answer.content)
        yield door, address, page
        waiting += [urljoin(address, link) for link in page.xpath("//a/@href")]


def door_of(address):
    """The name of the view; None for what leads out of the site or signs off."""
    parts = urlsplit(address)
    if parts.netloc or parts.fragment or "/logout/" in parts.path:
        return None
    try:
        return resolve(parts.path).view_name
    except Resolver404:
        return None
