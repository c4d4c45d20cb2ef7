"""`script/campaign image`: builds the image, and runs what is in it beside PostgreSQL, much as an engine would.

What it is run by is here: no more than its files, with a root that cannot be written, as its own user and without
rights, and with the folder that is its own. An engine for containers is not needed for that, and is not tried.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.postgres import PostgresCluster, running_cluster

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "docs/evidence/image.md"
USER = 10001
PATIENCE = 300.0  # seconds
_WITHIN = """
set -e
mount --bind {image} {image}
mount -o remount,ro,bind {image}
mount -t tmpfs tmpfs {image}/tmp
mount -t tmpfs tmpfs {image}/run
mkdir {image}/run/database
mount --bind {database} {image}/run/database
mount --bind {folder} {image}/srv/fingerpost
mount --bind /dev {image}/dev
mount --bind /proc {image}/proc
exec chroot {image} /usr/bin/setpriv --reuid {user} --regid {user} --clear-groups --no-new-privs --bounding-set=-all \
  --inh-caps=-all /usr/bin/env -i -C /srv/fingerpost PATH=/usr/bin:/bin PYTHONPATH=/opt/fingerpost \
  PYTHONDONTWRITEBYTECODE=1 LANG=C.UTF-8 PORT={port} "$@"
"""


class Started:
    """What is in the image, started with a folder and a database."""

    def __init__(self, image: Path, folder: Path, cluster: PostgresCluster) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._script = _WITHIN.format(image=image, folder=folder, database=cluster.folder, user=USER, port=self.port)

    def command(self, *words: str) -> list[str]:
        return ["unshare", "--mount", "--propagation", "private", "bash", "-c", self._script, "bash", *words]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.command(*words), capture_output=True, text=True, check=False)


@contextmanager
def unpacked(archive: Path) -> Iterator[tuple[Path, dict[str, object]]]:
    """Give the files of an image, and how it says that it is started."""
    container = _said("buildah", "from", "--pull-never", f"oci-archive:{archive}")
    try:
        told = json.loads(_said("buildah", "inspect", container))
        yield Path(_said("buildah", "mount", container)), told["OCIv1"]["config"]
    finally:
        subprocess.run(["buildah", "rm", container], capture_output=True, check=False)


def _said(*words: str) -> str:
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()


def main() -> None:
    """Build, start, ask, stop, and write down what was measured."""
    with tempfile.TemporaryDirectory(prefix="fingerpost-image-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        archive = folder / "fingerpost.oci.tar"
        began = time.monotonic()
        subprocess.run([ROOT / "script/image", archive], check=True)
        building = time.monotonic() - began
        with unpacked(archive) as (image, config), running_cluster() as cluster:
            assert config["User"] == f"{USER}:{USER}", config
            _tell(_examined(image, folder, cluster) | {"building": building, "archive": archive.stat().st_size})


def _examined(image: Path, folder: Path, cluster: PostgresCluster) -> dict[str, float]:
    cluster.folder.chmod(0o755)
    own = folder / "own"
    own.mkdir(mode=0o700)
    os.chown(own, USER, USER)
    database = cluster.create_database("fingerpost")
    started = Started(image, own, cluster)
    assert started.run("id", "-u").stdout.strip() == str(USER)
    for place in ("/x", "/opt/fingerpost/x", "/etc/x"):
        assert started.run("touch", place).returncode != 0, f"{place} can be written"
    address = f"postgresql://postgres@/{database}?host=/run/database&port=5432"
    began = time.monotonic()
    words = ("--name", "Wexmouth", "--host", "localhost", "--database", address, "--mail", "localhost:1")
    done = started.run("fingerpost", "init", "/srv/fingerpost", *words)
    assert done.returncode == 0, done.stdout + done.stderr
    setting_up = time.monotonic() - began
    began = time.monotonic()
    with (folder / "log").open("wb") as log:
        service = subprocess.Popen(started.command("fingerpost", "serve"), stdout=log, stderr=log)
    while started.run("fingerpost", "status").returncode != 0:
        assert service.poll() is None, (folder / "log").read_text()
        assert time.monotonic() - began < PATIENCE, (folder / "log").read_text()
        time.sleep(0.2)
    starting = time.monotonic() - began
    began = time.monotonic()
    service.send_signal(signal.SIGTERM)
    assert service.wait(60) == 0, (folder / "log").read_text()
    files = int(_said("du", "-sb", str(image)).split()[0])
    return {"setting_up": setting_up, "starting": starting, "stopping": time.monotonic() - began, "files": files}


def _tell(found: dict[str, float]) -> None:
    REPORT.write_text(
        f"""# The image

`script/campaign image`, on {os.cpu_count()} cores, {time.strftime("%-d %B %Y")}. `script/image` builds it from Debian’s
packages and the wheel; what is in it is run beside PostgreSQL: with no more than its files, a root that cannot be
written, as its own user ({USER}) without any right, and with `/srv/fingerpost`. No engine for containers is used for
that: `deploy/compose.yaml` itself is not tried here.

| | |
|---|---|
| the archive | {found["archive"] / 1e6:.0f} MB |
| its files | {found["files"] / 1e6:.0f} MB |
| built in | {found["building"]:.0f} s |
| `fingerpost init`, on an empty PostgreSQL database | {found["setting_up"]:.0f} s |
| from `fingerpost serve` until `fingerpost status` is 0 | {found["starting"]:.0f} s |
| from SIGTERM until it has ended with 0 | {found["stopping"]:.1f} s |
""",
        encoding="utf-8",
    )
    print(REPORT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
