"""MariaDB, PHP and nginx: started for one folder, known by their process ids, stopped again."""

import getpass
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from wordpress import config
from wordpress.folder import EDITIONS, Folder, Layout

_PATIENCE: Final = 60.0
"""Seconds until a service must answer: a busy machine with two cores needs about ten."""
_SPEED: Final = (
    "--skip-log-bin --performance-schema=OFF --innodb-flush-log-at-trx-commit=0 "
    "--innodb-buffer-pool-size=128M --innodb-log-file-size=32M"
).split()
PACKAGES: Final = (
    "php-fpm nginx-light wordpress wordpress-l10n wordpress-theme-twentytwentyone "
    "wordpress-theme-twentytwentytwo wordpress-theme-twentytwentythree mariadb-server mariadb-client "
    "php-cli php-mysql php-gd php-xml php-mbstring php-intl"
).split()
"""The Debian packages that an installation needs."""
_PROGRAMS: Final = ("php", "nginx", "mariadbd", "mariadb", "mariadb-install-db")


def missing() -> list[str]:
    """The programs and folders that are not on this machine; empty if WordPress can be started."""
    programs = [name for name in _PROGRAMS if _found(name) is None]
    source = Path("/usr/share/wordpress/wp-load.php")
    return [*programs, *([] if source.exists() else [str(source)]), *([] if _fpms() else ["php-fpm"])]


def start(folder: Folder, ports: list[int], layout: Layout) -> None:
    """Start what is needed, and remember the process ids."""
    pids = [_database(folder)]
    run = folder.root / "run"
    (run / "fastcgi.conf").write_text(config.fastcgi())
    (run / "php-fpm.conf").write_text(config.php_fpm(folder))
    (run / "nginx.conf").write_text(config.nginx(folder, ports, layout))
    root = ["--allow-to-run-as-root"] if getpass.getuser() == "root" else []
    fpm = [str(_fpms()[-1]), *root, "--nodaemonize", "--fpm-config", str(run / "php-fpm.conf")]
    pids.append(_spawn(folder, "php-fpm", fpm))
    pids.append(_spawn(folder, "nginx", [_program("nginx"), "-p", str(run), "-c", str(run / "nginx.conf")]))
    folder.remember(pids=pids)
    _wait("php-fpm", (folder.sockets / "php.sock").exists)
    _wait("nginx", lambda: _listens(ports[0]))


def stop(folder: Folder) -> None:
    """Stop what was started for this folder and still runs."""
    pids = [pid for pid in folder.state.get("pids", []) if _is_ours(folder, pid)]
    for pid in reversed(pids):
        os.kill(pid, signal.SIGTERM)
    _wait("the end", lambda: not any(_is_ours(folder, pid) for pid in pids))
    folder.remember(pids=[])


def _is_ours(folder: Folder, pid: int) -> bool:
    """Whether a process of this number runs and names this folder: numbers are given out again."""
    try:
        status, command = (Path(f"/proc/{pid}/{file}").read_bytes() for file in ("stat", "cmdline"))
    except OSError:
        return False
    return str(folder.root).encode() in command and b") Z " not in status


def _database(folder: Folder) -> int:
    data, sock = folder.root / "db", folder.sockets / "db.sock"
    user = f"--user={getpass.getuser()}"
    if is_fresh := not (data / "mysql").is_dir():
        options = [f"--datadir={data}", "--skip-test-db", "--auth-root-authentication-method=normal", user]
        install = [_program("mariadb-install-db"), "--no-defaults", *options]
        subprocess.run(install, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    place = [f"--datadir={data}", f"--socket={sock}", f"--pid-file={folder.root}/run/db.pid", user]
    server = [_program("mariadbd"), "--no-defaults", *place, "--skip-networking", *_SPEED]
    pid = _spawn(folder, "mariadb", [*server, "--character-set-server=utf8mb4"])
    client = [_program("mariadb"), "--no-defaults", f"--socket={sock}", "--user=root"]
    ask = [*client, "-e", "SELECT 1"]
    _wait("mariadb", lambda: subprocess.run(ask, capture_output=True, check=False).returncode == 0)
    if is_fresh:
        create = [f"CREATE DATABASE IF NOT EXISTS wp_{each} CHARACTER SET utf8mb4;" for each in EDITIONS]
        subprocess.run(client, check=True, text=True, input="\n".join(create))
    return pid


def _spawn(folder: Folder, name: str, command: list[str]) -> int:
    with (folder.root / "log" / f"{name}.out").open("ab") as out:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
    process.returncode = 0  # it is known by its number from here on, and outlives this object
    return process.pid


def _wait(what: str, is_ready: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE
    while not is_ready():
        if time.monotonic() > until:
            raise RuntimeError(f"{what} does not come within {_PATIENCE:.0f} s; look into the folder log/.")
        time.sleep(0.1)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _found(name: str) -> str | None:
    return shutil.which(name, path=os.environ["PATH"] + os.pathsep + "/usr/sbin")


def _program(name: str) -> str:
    program = _found(name)
    if program is None:
        raise RuntimeError(f"{name} is not installed.")
    return program


def _fpms() -> list[Path]:
    return sorted(Path("/usr/sbin").glob("php-fpm*"))
