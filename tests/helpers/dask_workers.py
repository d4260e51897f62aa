"""Dask workers that die."""

import os
import signal
import threading
import time

import psutil

from dimash_archive.workers.protocol import PageExtractor, PageJob, PageReading


class Poisoned(PageExtractor):
    """A reader that one page kills, as a fault in the parser would."""

    def read(self, job: PageJob) -> PageReading:
        """The reading, or the end."""
        if b"POISON" in job.body:
            os.kill(os.getpid(), signal.SIGTERM)
        return super().read(job)


def kill_workers(stop: threading.Event, killed: list[int], times: int) -> None:
    """Kill a Dask worker process at work now and then, as the system does that runs out of memory."""
    while not stop.is_set() and len(killed) < times:
        time.sleep(1.5)
        children = psutil.Process().children(recursive=True)
        workers = [each for each in children if "spawn_main" in " ".join(_command(each)) and _is_up(each)]
        for each in workers[:1]:
            os.kill(each.pid, signal.SIGKILL)
            killed.append(each.pid)


def _command(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []


def _is_up(process: psutil.Process) -> bool:
    """Whether a worker has begun: Dask gives up on one that dies before."""
    try:
        states = {each.status for each in process.net_connections("tcp")}
    except psutil.Error:
        return False
    return {psutil.CONN_LISTEN, psutil.CONN_ESTABLISHED} <= states
