"""Says what is compiled into the program, as a CycloneDX bill of materials, version 1.5.

    bill.py METADATA LOCK     METADATA is what `cargo metadata` prints, LOCK the file Cargo.lock
"""

import json
import os
import sys
import time
import tomllib


def main(metadata_path: str, lock_path: str) -> None:
    with open(metadata_path, encoding="utf-8") as file:
        metadata = json.load(file)
    with open(lock_path, "rb") as file:
        locked = {(entry["name"], entry["version"]): entry for entry in tomllib.load(file)["package"]}
    packages = {package["id"]: package for package in metadata["packages"]}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    root = next(package["id"] for package in metadata["packages"] if package["name"] == "idm-cli")

    def needed(node: str) -> list[str]:
        """What is compiled into it, or runs while it is compiled; not what only tests it."""
        return sorted(
            dependency["pkg"]
            for dependency in nodes[node]["deps"]
            if any(kind["kind"] != "dev" for kind in dependency["dep_kinds"])
        )

    found, waiting = {root}, [root]
    while waiting:
        new = [node for node in needed(waiting.pop()) if node not in found]
        found.update(new)
        waiting.extend(new)

    def reference(node: str) -> str:
        package = packages[node]
        return f"pkg:cargo/{package['name']}@{package['version']}"

    def component(node: str) -> dict:
        package = packages[node]
        entry = {
            "type": "application" if node == root else "library",
            "bom-ref": reference(node),
            "name": package["name"],
            "version": package["version"],
            "purl": reference(node),
        }
        if package["license"]:
            entry["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
        checksum = locked.get((package["name"], package["version"]), {}).get("checksum")
        if checksum:
            entry["hashes"] = [{"alg": "SHA-256", "content": checksum}]
        return entry

    moment = time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", "0")))
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", moment), "component": component(root)},
        "components": [component(node) for node in sorted(found - {root}, key=reference)],
        "dependencies": [
            {"ref": reference(node), "dependsOn": sorted({reference(other) for other in needed(node)})}
            for node in sorted(found, key=reference)
        ],
    }
    json.dump(bill, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main(*sys.argv[1:])
