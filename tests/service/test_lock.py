"""One run an archive at a time."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dimash_archive.errors import DatabaseError, Locked
from dimash_archive.service.lock import Lock


def test_a_second_run_is_told_who_holds_the_archive(tmp_path: Path) -> None:
    """The second holder gets Locked with process and host; after the first lets go it may."""
    with Lock(tmp_path / "new"):
        with (
            pytest.raises(Locked, match=rf"process {os.getpid()} on .+, since 20") as caught,
            Lock(tmp_path / "new"),
        ):
            pass
        assert caught.value.exit_code == 6
    with Lock(tmp_path / "new") as lock:
        assert lock.path.exists()
    assert lock.path.read_text() == ""
    lock.__exit__()


def test_where_nothing_may_be_written_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read-only disk is no other run, and no trouble with one file: exit code 5, and what works there."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(Path, "open", refuse)
    with (
        pytest.raises(DatabaseError, match=r"(?s)Nothing can be written.*only read") as caught,
        Lock(tmp_path),
    ):
        pass
    assert caught.value.exit_code == 5


def test_an_unreadable_holder_is_no_excuse(tmp_path: Path) -> None:
    """Whatever the file says, a held lock is held."""
    with Lock(tmp_path) as lock:
        lock.path.write_text("{}")
        with pytest.raises(Locked, match="Another run is writing"), Lock(tmp_path):
            pass


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    """SIGKILL leaves a file that names the dead, and no lock."""
    code = "import sys, time; from pathlib import Path; from dimash_archive.service.lock import Lock\n"
    code += "with Lock(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Locked, match=f"process {holder.pid}"), Lock(tmp_path):
            pass
        holder.kill()
        holder.wait()
    assert str(holder.pid) in (tmp_path / "run.lock").read_text()
    with Lock(tmp_path):
        pass
