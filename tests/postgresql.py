"""A real PostgreSQL for tests, started where its programs are found."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from pathlib import Path

OWNERS = ("postgres", "nobody")  # PostgreSQL refuses to run as root


def program(name: str) -> str | None:
    """The path of one of its programs; Debian keeps them outside PATH."""
    found = shutil.which(name)
    if found:
        return found
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(installed[-1]) if installed else None


def is_installed() -> bool:
    return bool(program("initdb") and program("pg_ctl"))


class PostgresServer:
    """A server with its data in a folder of its own, reachable on this machine only."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="needlewise-postgresql-"))
        self._data = self._folder / "data"
        self._owner = next(each for each in OWNERS if _is_user(each)) if os.geteuid() == 0 else None
        if self._owner:
            shutil.chown(self._folder, self._owner)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._run("initdb", "-D", str(self._data), "-U", "needlewise", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self._folder} -c max_connections=200"
        self._run("pg_ctl", "-D", str(self._data), "-l", str(self._folder / "log"), "-o", options, "-w", "start")

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"test_{uuid.uuid4().hex}"
        import psycopg2

        connection = psycopg2.connect(host="127.0.0.1", port=self.port, user="needlewise", dbname="postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"create database {name}")
        connection.close()
        return f"postgresql://needlewise@127.0.0.1:{self.port}/{name}"

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, name: str, *arguments: str) -> None:
        command = [program(name) or name, *arguments]
        user = {"user": self._owner, "group": self._owner_group(), "extra_groups": []} if self._owner else {}
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self._folder, **user)

    def _owner_group(self) -> int:
        import pwd

        return pwd.getpwnam(str(self._owner)).pw_gid


def _is_user(name: str) -> bool:
    import pwd

    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
