"""Makes what is handed out to macOS and Windows machines without Rust: a wheel and an archive, each of which is put into an
empty folder and has to build the sample to the same bytes; and checksums. For Linux, `.ci/release` makes more.

    pack.py [DIR]     DIR is `dist` if it is not given; after `cargo build --release --locked --workspace --bins`

Needs Python 3 alone. The checksum of the sample's PDF is printed, so that those of several systems can be compared.
"""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import venv

import wheel

ROOT = pathlib.Path(__file__).resolve().parent.parent
ENDING = ".exe" if sys.platform == "win32" else ""


def sample(program: pathlib.Path) -> str:
    """The checksum of the sample as a program builds it."""
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    with tempfile.TemporaryDirectory() as out:
        command = [program, "build", "--project", ROOT / "inputs" / "idm-2017", "--out", out]
        subprocess.run(command, check=True, cwd=out, env=environment)
        return hashlib.sha256((pathlib.Path(out) / "idm-2017.pdf").read_bytes()).hexdigest()


def main(folder: str) -> None:
    out = pathlib.Path(folder).resolve()
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    version = re.search(r'^version = "(.*)"', (ROOT / "Cargo.toml").read_text(encoding="utf-8"), re.MULTILINE)[1]
    told = subprocess.run(["rustc", "-vV"], check=True, capture_output=True, text=True).stdout
    host = re.search(r"^host: (.*)", told, re.MULTILINE)[1]
    program = ROOT / "target" / "release" / f"idm{ENDING}"
    wanted = sample(program)

    def tried(other: pathlib.Path) -> None:
        if sample(other) != wanted:
            sys.exit(f"error: the bytes differ: {other}")
        print(f"{other.name} makes the same bytes")

    with tempfile.TemporaryDirectory() as work:
        made = wheel.main(str(program), version, str(out))
        environment = pathlib.Path(work) / "environment"
        venv.create(environment, with_pip=True)
        programs = environment / ("Scripts" if ENDING else "bin")
        install = ["-m", "pip", "install", "--quiet", "--no-index", "--no-deps", made]
        subprocess.run([programs / f"python{ENDING}", *install], check=True)
        tried(programs / f"idm{ENDING}")

        name = f"idm-{version}-{host}"
        inner = pathlib.Path(work) / name
        inner.mkdir()
        shutil.copy2(program, inner)
        for file in ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"]:
            shutil.copy2(ROOT / file, inner)
        archive = shutil.make_archive(str(out / name), "zip" if ENDING else "gztar", work, name)
        unpacked = pathlib.Path(work) / "unpacked"
        shutil.unpack_archive(archive, unpacked)
        found = unpacked / name / f"idm{ENDING}"
        found.chmod(0o755)
        tried(found)

    sums = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in sorted(out.iterdir())]
    (out / "SHA256SUMS").write_text("".join(sums), encoding="utf-8", newline="\n")
    print(f"the sample on {host}: {wanted}")


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["dist"]))
