"""The nouns of a file that joins catalogues."""

from __future__ import annotations

from flowviz.catalogue import Header, Organisation
from flowviz.nouns import Noun, item

__all__ = ["Federation", "FederationDocument", "Joined"]


class Joined(Noun):
    """A catalogue that takes part, by where it lies and in which version."""

    id: str = item("Short id of the member; the ids of what is its own begin with it and a stroke.", of="id")
    catalogue: str = item("Its folder or file, counted from this file: YAML, or a JSON export.")
    url: str | None = item(
        "Where on the web its JSON export lies; `flowviz fetch` writes a copy of it to `catalogue`.",
        default=None,
        of="url",
    )
    revision: str | None = item("Revision of the git repository that it is taken from, such as a tag.", default=None)
    version: str | None = item("Version that it must be of; another is refused.", default=None)
    date: str | None = item("Day of that version, as YYYY-MM-DD; another is refused.", default=None, of="date")


class Federation(Header):
    """What the joined catalogue is, in which version and languages, and who owns what is shared."""

    hub: str = item("Id of the member whose catalogue owns what the others share; `ref: hub/…` means it.", of="id")


class FederationDocument(Noun):
    """The file that joins catalogues."""

    federation: Federation = item("What the whole is.")
    organisation: Organisation = item("The organisation that the members are parts of, such as a city.")
    members: tuple[Joined, ...] = item("The catalogues that take part, in the order of tables and drawings.")
