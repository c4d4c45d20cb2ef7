"""What the service keeps for itself, sealed before it is stored: passwords' hashes, second factors, work that waits.

AES-256-GCM under a key that is derived from the master keys for this alone. The newest seals, all of them open: a
master key that is taken away takes with it what it sealed, unless `keys rotate` ran before.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag

from fingerpost.keys.envelope import Key, MasterKey, MasterKeys
from fingerpost.keys.errors import SealError
from fingerpost.keys.services import master_keys


@dataclass(frozen=True, slots=True)
class Sealing:
    """Sealing for one purpose; `bound` says where a sealed text belongs, and it opens nowhere else."""

    purpose: str
    bound: str

    def seal(self, text: str, where: str = "", masters: MasterKeys | None = None) -> str:
        """Return `text` sealed by the newest master key, of those given or of those at hand, as ASCII."""
        box = self._key((masters or master_keys()).newest).seal(text.encode(), self._bound(where))
        return base64.urlsafe_b64encode(box).decode("ascii")

    def opened(self, sealed: str, where: str = "") -> str:
        """Return what `seal` was given. Raises `SealError` when no master key that is there opens it."""
        for master in reversed(master_keys().keys):
            text = self._opened_by(master, sealed, where)
            if text is not None:
                return text
        raise SealError(
            f"what was sealed for: {self.bound}",
            "no master key opens it",
            "Give the master key back under which it was made.",
        )

    def is_newest(self, sealed: str, masters: MasterKeys, where: str = "") -> bool:
        """Whether the newest master key has sealed this."""
        return self._opened_by(masters.newest, sealed, where) is not None

    def _opened_by(self, master: MasterKey, sealed: str, where: str) -> str | None:
        try:
            box = base64.urlsafe_b64decode(sealed.encode("ascii"))
            return self._key(master).open(box, self._bound(where)).decode()
        except (ValueError, InvalidTag):
            return None

    def _bound(self, where: str) -> bytes:
        return " ".join([self.bound, where]).rstrip().encode()

    def _key(self, master: MasterKey) -> Key:
        return Key(master.key.derive(self.purpose))


PASSWORDS: Final = Sealing("sign-in: passwords, 1", "password")
SECOND_FACTORS: Final = Sealing("sign-in: second factors, 1", "second factor")
