"""Packs a program into a wheel, so that `pipx` and `uvx` can run it.

    wheel.py PROGRAM VERSION DIR

A wheel is a zip archive whose `data/scripts` go where programs go. It is called `idm-book`, since `idm` is another's. On Linux its
tag names the oldest C library that has every function which the program calls; on macOS the oldest system that Rust builds for.
"""

import base64
import hashlib
import os
import pathlib
import platform
import re
import subprocess
import sys
import time
import zipfile


def tag(program: str) -> str:
    """`manylinux_2_34_x86_64`, `macosx_11_0_arm64`, `win_amd64`"""
    machine = platform.machine()
    if sys.platform == "win32":
        return f"win_{machine.lower()}"
    if sys.platform == "darwin":
        return f"macosx_{'11_0' if machine == 'arm64' else '10_12'}_{machine}"
    symbols = subprocess.run(["objdump", "-T", program], check=True, capture_output=True, text=True).stdout
    versions = [tuple(map(int, found.split("."))) for found in re.findall(r"GLIBC_(\d+\.\d+)", symbols)]
    major, minor = max(max(versions), (2, 17))[:2]
    return f"manylinux_{major}_{minor}_{machine}"


def main(program: str, version: str, folder: str) -> pathlib.Path:
    root = pathlib.Path(__file__).parent.parent
    platform_tag = tag(program)
    name = f"idm_book-{version}"
    metadata = "\n".join([
        "Metadata-Version: 2.4",
        "Name: idm-book",
        f"Version: {version}",
        "Summary: Builds a conference's publication from its records",
        "License-Expression: MIT OR Apache-2.0",
        "License-File: LICENSE-MIT",
        "License-File: LICENSE-APACHE",
        "Description-Content-Type: text/markdown",
        "",
        (root / "README.md").read_text(encoding="utf-8"),
    ])
    wheel = f"Wheel-Version: 1.0\nGenerator: idm\nRoot-Is-Purelib: false\nTag: py3-none-{platform_tag}\n"
    files = {
        f"{name}.data/scripts/idm{'.exe' if sys.platform == 'win32' else ''}": pathlib.Path(program).read_bytes(),
        f"{name}.dist-info/METADATA": metadata.encode(),
        f"{name}.dist-info/WHEEL": wheel.encode(),
    }
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"]:
        files[f"{name}.dist-info/licenses/{licence}"] = (root / licence).read_bytes()
    # Zip archives know no time before 1980.
    moment = time.gmtime(max(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), 315532800))[:6]
    path = pathlib.Path(folder) / f"{name}-py3-none-{platform_tag}.whl"
    record = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        def add(within: str, content: bytes) -> None:
            entry = zipfile.ZipInfo(within, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if "/scripts/" in within else 0o100644) << 16
            archive.writestr(entry, content)

        for within, content in files.items():
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            record.append(f"{within},sha256={digest},{len(content)}")
            add(within, content)
        record.append(f"{name}.dist-info/RECORD,,")
        add(f"{name}.dist-info/RECORD", ("\n".join(record) + "\n").encode())
    print(path.name)
    return path


if __name__ == "__main__":
    main(*sys.argv[1:])
