"""Exchanged translations, as other programs read and write them."""

import pathlib
import shutil
import subprocess
import sys

import polib
from lxml import etree
from translate.storage import pypo, xliff2

idm, work = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
root = pathlib.Path(__file__).resolve().parents[2]
failures = []


def expect(what, is_so):
    if not is_so:
        failures.append(what)
        print(f"FAILED: {what}")


def run(*arguments):
    return subprocess.run([idm, "translate", *map(str, arguments)], capture_output=True, text=True)


def schema():
    """The schema of XLIFF 2.0, which 2.1 shares: it imports a schema beside it under the name of another folder."""
    [core] = work.glob("schema/**/xliff-core-2.0.xsd")
    beside = core.parent / "informativeCopiesOf3rdPartySchemas/w3c/xml.xsd"
    beside.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(core.parent / "xml.xsd", beside)
    return etree.XMLSchema(etree.parse(core))


def inline(element):
    """The codes in an element, as the schema lets a program see them."""
    return sorted(code.get("id") for code in element.iter() if etree.QName(code).localname in ("ph", "pc"))


core = schema()
publications = [
    (root / "inputs/idm-2017", "fr"),
    (root / "inputs/idm-2017", "es"),
    (root / "tests/publications/high-valleys", "fr"),
]
for folder, language in publications:
    name = f"{folder.name}.{language}"
    project = work / "project"
    shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(folder, project)
    where = ["--project", project, "--language", language]
    xlf, po = work / f"{name}.xlf", work / f"{name}.po"
    expect(f"{name}: XLIFF is written", run("export", "--format", "xliff", "--output", xlf, *where).returncode == 0)
    expect(f"{name}: PO is written", run("export", "--format", "po", "--output", po, *where).returncode == 0)

    tree = etree.parse(xlf)
    expect(f"{name}: the schema has nothing against it: {core.error_log}", core.validate(tree))
    spaces = {"x": "urn:oasis:names:tc:xliff:document:2.0"}
    for unit in tree.iterfind(".//x:unit", spaces):
        data = {one.get("id") for one in unit.iterfind("x:originalData/x:data", spaces)}
        named = {
            value
            for code in unit.iter()
            for key, value in code.attrib.items()
            if key in ("dataRef", "dataRefStart", "dataRefEnd")
        }
        expect(f"{name} {unit.get('name')}: data {data ^ named}", data == named)
        for end in unit.iterfind(".//x:source", spaces), unit.iterfind(".//x:target", spaces):
            for one in end:
                codes = inline(one)
                expect(f"{name} {unit.get('name')}: codes {codes}", len(codes) == len(set(codes)))

    # translate-toolkit reads every unit, and what it writes says the same.
    store = xliff2.Xliff2File.parsefile(str(xlf))
    units = [unit for unit in store.units if not unit.isheader()]
    translated = sum(bool(unit.target) for unit in units)
    expect(f"{name}: translate-toolkit reads {len(units)}", len(units) == len(tree.findall(".//x:unit", spaces)) > 100)
    targets = sum(any(text.strip() for text in one.itertext()) for one in tree.iterfind(".//x:target", spaces))
    expect(f"{name}: translate-toolkit finds {translated} of {targets}", translated == targets > 70)
    again = work / f"{name}.again.xlf"
    again.write_bytes(bytes(store))
    back = run("import", again, *where)
    expect(f"{name}: as translate-toolkit writes it: {back.stderr}", back.returncode == 0 and not back.stdout)

    # So do polib and the reader of PO in translate-toolkit.
    book = polib.pofile(str(po), check_for_duplicates=True)
    expect(f"{name}: polib reads {len(book)}", len(book) == len(units))
    entries = [unit for unit in pypo.pofile.parsefile(str(po)).units if not unit.isheader()]
    expect(f"{name}: pypo reads {len(entries)}", len(entries) == len(units))
    again = work / f"{name}.again.po"
    book.save(str(again))
    back = run("import", again, *where)
    expect(f"{name}: as polib writes it: {back.stderr}", back.returncode == 0 and not back.stdout)

    # A word that is changed with each of them comes home, and a fuzzy one does not.
    chosen = next(entry for entry in book if entry.msgstr and "title" in entry.msgctxt and "<" not in entry.msgstr)
    word = chosen.msgstr + " !" * 3
    for unit in units:
        if unit.target == chosen.msgstr and unit.getid().endswith(chosen.msgctxt.split("#")[1]):
            unit.target = word
            unit.markfuzzy(False)
    changed = work / f"{name}.changed.xlf"
    changed.write_bytes(bytes(store))
    chosen.msgstr = word
    book.save(str(work / f"{name}.changed.po"))
    for ending in "xlf", "po":
        back = run("import", work / f"{name}.changed.{ending}", *where)
        expect(
            f"{name}: a word changed in {ending}: {back.stderr}",
            back.returncode == 0 and word in back.stdout and back.stderr.startswith("note: 1 new"),
        )
    chosen.flags.append("fuzzy")
    book.save(str(work / f"{name}.fuzzy.po"))
    back = run("import", work / f"{name}.fuzzy.po", *where, "--write")
    expect(f"{name}: fuzzy words: {back.stderr}", back.returncode == 1 and chosen.msgctxt in back.stderr)
    same = subprocess.run(["diff", "-r", folder, project], capture_output=True, text=True)
    expect(f"{name}: nothing was written: {same.stdout}", not same.stdout)
    print(f"{name}: {len(units)} texts, {translated} of them translated")

sys.exit(f"{len(failures)} failed" if failures else 0)
