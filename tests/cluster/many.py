"""Measures a night over many made-up publications in three languages, by one worker and by two.

    many.py [NUMBER [PANELS]]     100 publications of 2 panels if no numbers are given

Needs Python 3.9 and Linux, after `cargo build --release --workspace --bins --examples`. Told are the time that passed, the processor time
and the most memory that one process held: of one worker after 1, 10 and all publications, of two processes that each make a
part, of one process on two cores, of a night that has only a cache, and of one in which nothing has changed. Fails if memory
grows, if a warm night makes anything, or if its outputs are others.
"""

import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
IDM = os.environ.get("IDM", str(ROOT / "target/release/idm"))
SYNTHETIC = os.environ.get("SYNTHETIC", str(ROOT / "target/release/examples/synthetic"))
# How much more memory all publications may take than ten of them: what they are called is never forgotten.
GROWTH = 1.1


class Run:
    """Processes that run side by side, each a list of commands one after the other."""

    def __init__(self, *workers: list[list[str]], threads: int = 1) -> None:
        begin = time.monotonic()
        self.processor, self.peak, self.told = 0.0, 0.0, []
        environment = os.environ | {"RAYON_NUM_THREADS": str(threads)}
        environment.pop("SOURCE_DATE_EPOCH", None)
        waiting = [list(worker) for worker in workers]
        running = {}

        def start(worker: int) -> None:
            command = waiting[worker].pop(0)
            log = tempfile.TemporaryFile("w+")
            process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment)
            running[process.pid] = (worker, process, log)

        for worker in range(len(waiting)):
            start(worker)
        while running:
            pid, status, usage = os.wait4(-1, 0)
            worker, process, log = running.pop(pid)
            process.returncode = os.waitstatus_to_exitcode(status)
            log.seek(0)
            text = log.read()
            if process.returncode != 0:
                sys.exit(f"error: exit code {process.returncode}: {process.args}\n{text[-4000:]}")
            self.processor += usage.ru_utime + usage.ru_stime
            self.peak = max(self.peak, usage.ru_maxrss / 1024)
            self.told += text.splitlines()
            if waiting[worker]:
                start(worker)
        self.wall = time.monotonic() - begin

    def built(self) -> int:
        """How many documents were typeset."""
        return sum(line.startswith("built ") and " records." not in line for line in self.told)

    def show(self, name: str) -> None:
        print(f"| {name} | {self.built()} | {self.wall:.1f} | {self.processor:.1f} | {self.peak:.0f} |", flush=True)


def night(volumes: pathlib.Path, out: pathlib.Path, *more: str, jobs: int = 1) -> list[list[str]]:
    """The command of a night over all editions of all publications in a folder."""
    command = [IDM, "nightly", "--projects", volumes, "--out", out, "--jobs", jobs, "--timeout", 7200, *more]
    return [[str(word) for word in command]]


def outputs(out: pathlib.Path) -> dict[str, str]:
    """The digests of all PDFs in a folder."""
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.rglob("*.pdf"))
    }


def with_warnings(out: pathlib.Path) -> int:
    """How many documents have warnings."""
    manifests = [json.loads(path.read_text(encoding="utf-8")) for path in out.rglob("manifest.json")]
    return sum(output["warnings"] > 0 for manifest in manifests for output in manifest["outputs"])


def main(number: int = 100, panels: int = 2) -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        subprocess.run([SYNTHETIC, str(panels), work / "volumes", "volumes", str(number)], check=True)
        some = {}
        for part in sorted({1, min(10, number)}):
            some[part] = work / f"volumes-{part}"
            for volume in sorted((work / "volumes").iterdir())[:part]:
                shutil.copytree(volume, some[part] / volume.name)
        print("| what | built | s | processor s | peak MiB |\n|---|---:|---:|---:|---:|")
        peaks = {}
        for part, volumes in some.items():
            run = Run(night(volumes, work / f"out-{part}"))
            peaks[part] = run.peak
            run.show(f"{part} publications by one worker")
        one = Run(night(work / "volumes", work / "one", "--cache", str(work / "cache")))
        one.show(f"{number} publications by one worker, into a cache")
        parts = [night(work / "volumes", work / "two" / str(part), "--shard", f"{part}/2") for part in [1, 2]]
        two = Run(*parts)
        two.show("by two workers, each half of the documents")
        threads = Run(night(work / "volumes", work / "threads", jobs=2), threads=2)
        threads.show("by one process on two cores")
        warm = Run(night(work / "volumes", work / "warm", "--cache", str(work / "cache")))
        warm.show("by one worker, everything from the cache")
        again = Run(night(work / "volumes", work / "one", "--cache", str(work / "cache")))
        again.show("again, nothing has changed")

        print(f"\ntwo workers: {one.wall / two.wall:.2f} times one; two cores: {one.wall / threads.wall:.2f} times one")
        print(f"from the cache: {warm.processor / one.processor:.3f} of the processor time, {warm.wall / one.wall:.3f} of the time")
        whole = outputs(work / "one")
        assert outputs(work / "two" / "1") | outputs(work / "two" / "2") == whole, "two workers have other outputs"
        for other in ["threads", "warm"]:
            assert outputs(work / other) == whole, f"{other} has other outputs"
        warned = with_warnings(work / "one")
        print(f"{warned} documents have warnings, which each run tells anew: these are made again")
        assert warm.built() == again.built() == warned, "something was made without need"
        most = max(peaks)
        grown = one.peak / peaks[most]
        print(f"memory: {grown:.2f} times that of {most} publications")
        assert number <= most or grown <= GROWTH, "memory grows with the number of publications"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
