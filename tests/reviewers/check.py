"""check.py IDM FOLDER COUNT: drafts of three publications, annotated at random places by several programs, read back against the
inputs as they were and as they are after an editor's work. Of the marks, 98 in a hundred must be at their passage and on their
line, and as many comments must be listed as marks were made."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from judge import judge

HERE = Path(__file__).parent
PYTHON, NODE = [sys.executable], ["node"]
MARKUP = ["highlight", "strike", "underline", "squiggly"]
# What each program is called with, what is done with its file, and the kinds of marks that it makes.
PROGRAMS = {
    "pymupdf-added": (PYTHON + ["with_pymupdf.py"], ["added"], MARKUP + ["note", "caret", "box"]),
    "pymupdf-anew": (PYTHON + ["with_pymupdf.py"], ["anew"], MARKUP + ["note", "caret", "box"]),
    "pymupdf-encrypted": (PYTHON + ["with_pymupdf.py"], ["encrypted"], MARKUP + ["note", "caret", "box"]),
    "pikepdf": (PYTHON + ["with_pikepdf.py"], [], ["replacement", "circle", "highlight"]),
    "poppler": (PYTHON + ["with_poppler.py"], [], MARKUP + ["note", "circle", "box"]),
    "pdf-lib": (NODE + ["with_pdf_lib.mjs"], [], MARKUP + ["note", "caret"]),
    "pdfjs": (NODE + ["with_pdfjs.mjs"], [], ["highlight", "box", "ink"]),
    "qpdf-encrypted": (PYTHON + ["with_pikepdf.py"], [], ["replacement", "circle", "highlight"]),
}


def run(*command):
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)


def annotated(draft, folder, seed, program, count):
    """A plan, and the draft with its marks."""
    call, how, kinds = PROGRAMS[program]
    stem = f"{draft.stem}-{program}"
    plan, file = folder / f"{stem}.json", folder / f"{stem}.pdf"
    run(*PYTHON, HERE / "plan.py", draft, plan, seed, count, *kinds)
    run(*call[:-1], HERE / call[-1], draft, plan, file, *how)
    if program == "qpdf-encrypted":
        run("qpdf", "--encrypt", "", "owner", "256", "--", file, file.with_suffix(".new"))
        file.with_suffix(".new").replace(file)
    return plan, file


def annotated_word(draft, folder, seed, program, count):
    """The same for a Word draft, saved by LibreOffice where that is the program."""
    stem = f"{draft.stem}-{program}"
    plan, file = folder / f"{stem}.json", folder / f"{stem}.docx"
    run(*PYTHON, HERE / "with_docx.py", draft, plan, file, seed, count)
    if program == "libreoffice":
        saved = folder / "saved"
        profile = (folder / "office").resolve().as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", saved, file]
        # Begun for the first time, LibreOffice makes its settings and may then want to be begun again.
        for _ in range(2):
            subprocess.run([str(part) for part in command], timeout=300, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if (saved / file.name).is_file():
                break
        file = saved / file.name
    return plan, file


def main(idm, folder, count):
    folder = Path(folder)
    for name in ("projects", "moved", "drafts", "back"):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / "back").mkdir(parents=True)
    root = HERE.parent.parent
    run("cargo", "run", "--quiet", "--release", "--locked", "--example", "synthetic", "--", 1, folder / "projects" / "long")
    for name, path in (("base", "tests/base"), ("sample", "inputs/idm-2017")):
        shutil.copytree(root / path, folder / "projects" / name)
    shutil.copytree(folder / "projects", folder / "moved")
    jobs, files = [], []
    for number, name in enumerate(("base", "long", "sample")):
        project = folder / "projects" / name
        run(idm, "draft", "--project", project, "--out", folder / "drafts" / name)
        run(*PYTHON, HERE / "move.py", folder / "moved" / name)
        run(idm, "check", "--project", folder / "moved" / name)
        drafts = sorted((folder / "drafts" / name / "drafts").glob("*.pdf"), key=lambda draft: -draft.stat().st_size)
        # Two of each where it is to be quick: the others are like them.
        drafts = drafts if count > 12 else drafts[:2]
        run(idm, "draft", "--format", "docx", "--project", project, "--out", folder / "drafts" / name)
        words = sorted((folder / "drafts" / name / "drafts").glob("*.docx"), key=lambda draft: -draft.stat().st_size)
        words = words if count > 12 else words[:2]
        office = ["libreoffice"] if shutil.which("soffice") else []
        for at, draft in enumerate(words):
            for seed, program in enumerate(["python-docx"] + office):
                files.append((name, program, *annotated_word(draft, folder / "back", 1000 * number + 20 * at + 10 + seed, program, count)))
        for at, draft in enumerate(drafts):
            jobs += [(name, draft, 1000 * number + 20 * at + seed, program) for seed, program in enumerate(PROGRAMS)]
    work = lambda job: (job[0], job[3], *annotated(job[1], folder / "back", job[2], job[3], count))
    with ThreadPoolExecutor(2) as pool:
        files += pool.map(work, jobs)
    failed = False
    for state in ("projects", "moved"):
        sums = {}
        for name, program, plan, file in files:
            counts, missed = judge(idm, folder / state / name, plan, file)
            sums[program] = [one + other for one, other in zip(sums.get(program, [0] * 4), counts)]
            for miss in missed:
                print("missed", state, *miss)
        sums["all"] = [sum(column) for column in zip(*sums.values())]
        for program, (marks, passages, lines, listed) in sums.items():
            print(f"{state:9} {program:18} {marks} marks, {passages} at their passage, {lines} on their line, {listed} listed")
            failed |= lines < 0.98 * marks or listed != marks or not marks
    return failed


sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
