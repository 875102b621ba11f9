"""The indices of one platform in a cluster: one current behind an alias, perhaps another being built."""

from dataclasses import dataclass
from typing import Any

from gongkai.backbone.search.cluster import mapping
from gongkai.backbone.search.cluster.client import Address, Client, RefusedError

_MISSING = 404


@dataclass(frozen=True, slots=True)
class Rebuild:
    """What is noted of a rebuild: whether one is wanted, the index it fills, how far it has come."""

    needed: bool = False
    building: str = ""
    reached: str = ""


class Shelf:
    """Generations are named ``NAME-v1-000001``; the alias ``NAME`` is what is searched, ``NAME-state`` holds notes."""

    def __init__(self, client: Client, address: Address) -> None:
        self._client, self._address = client, address
        self.name = address.name

    def current(self) -> str:
        """The index behind the alias; empty when there is none."""
        try:
            return next(iter(self._client.call("GET", f"/_alias/{self.name}")), "")
        except RefusedError as error:
            if error.status == _MISSING:
                return ""
            raise

    def ensure(self) -> str:
        """The current index, made when there is none."""
        held = self.current()
        if held:
            return held
        fresh = self.new()
        self._client.call("POST", "/_aliases", {"actions": [{"add": {"index": fresh, "alias": self.name}}]})
        return fresh

    def is_outdated(self) -> bool:
        """Whether the current index is of another schema."""
        held = self.current()
        return bool(held) and not held.startswith(f"{self.name}-v{mapping.VERSION}-")

    def new(self) -> str:
        """A fresh index."""
        pattern = f"{self.name}-v*-*"
        numbers = [
            int(name.rpartition("-")[2]) for name in self._client.call("GET", f"/{pattern}?expand_wildcards=all")
        ]
        fresh = f"{self.name}-v{mapping.VERSION}-{max(numbers, default=0) + 1:06d}"
        body = mapping.definition(shards=self._address.shards, replicas=self._address.replicas)
        try:
            self._client.call("PUT", f"/{fresh}", body)
        except RefusedError as error:
            # Made already by this call, whose answer a dying node took with it.
            if "resource_already_exists" not in error.message:
                raise
        return fresh

    def noted(self) -> Rebuild:
        """What was noted last."""
        try:
            held: dict[str, Any] = self._client.call("GET", f"/{self.name}-state/_doc/rebuild")["_source"]
        except RefusedError as error:
            if error.status == _MISSING:
                return Rebuild()
            raise
        return Rebuild(**held)

    def note(self, rebuild: Rebuild) -> None:
        """Note durably how a rebuild stands."""
        body = {"needed": rebuild.needed, "building": rebuild.building, "reached": rebuild.reached}
        self._client.call("PUT", f"/{self.name}-state/_doc/rebuild", body)

    def start_building(self) -> Rebuild:
        """Carry on with the rebuild under way or begin one."""
        held = self.noted()
        if held.building and self._exists(held.building):
            return held
        begun = Rebuild(needed=True, building=self.new(), reached="")
        self.note(begun)
        return begun

    def finish_building(self, building: str) -> None:
        """Searches see the new index at once and whole; the old one goes in the same step."""
        self._client.call("POST", f"/{building}/_refresh")
        old = self.current()
        actions: list[dict[str, Any]] = [{"add": {"index": building, "alias": self.name}}]
        if old and old != building:
            actions.append({"remove_index": {"index": old}})
        self._client.call("POST", "/_aliases", {"actions": actions})
        self.note(Rebuild())

    def drop(self) -> None:
        """Remove every index of this platform."""
        for pattern in (f"{self.name}-v*", f"{self.name}-state"):
            for index in self._client.call("GET", f"/{pattern}?ignore_unavailable=true&expand_wildcards=all"):
                self._client.call("DELETE", f"/{index}?ignore_unavailable=true")

    def _exists(self, index: str) -> bool:
        try:
            return index in self._client.call("GET", f"/{index}")
        except RefusedError as error:
            if error.status == _MISSING:
                return False
            raise
