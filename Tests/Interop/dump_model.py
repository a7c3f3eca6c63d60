"""The structure that `inspect` shows beside that of dcmdump, as trees; and by which rule they differ where they do.

    DCMVEIL=… python Tests/Interop/dump_model.py --write     makes inspect_dcmdump.tsv anew (look at the diff!)
"""
import dataclasses
import pathlib
import re
import subprocess
import sys

import inspect_model
import program

TABLE = pathlib.Path(__file__).resolve().parent / "inspect_dcmdump.tsv"
COLUMNS = ["file", "rules", "right", "section"]

# rule → who is right, and by what
RULES = {
    "order": ("dcmveil", "PS3.5 7.1: elements are shown in the order of the file, dcmdump sorts them"),
    "twice": ("dcmveil", "PS3.5 7.1: an element that stands twice is shown twice, dcmdump keeps one"),
    "odd-length": ("both", "PS3.5 7.1.1: the length in the file is odd, dcmdump shows it padded"),
    "sequence-in-un": ("dcmveil", "PS3.5 6.2.2: UN of a known sequence is shown with its items, dcmdump shows bytes"),
    "padding": ("dcmveil", "PS3.10 7.2: zeros after the data set are no element (0000,0000)"),
}


@dataclasses.dataclass
class Node:
    """An element, an item (VR `na`) or a fragment (`pi`), with the length in its header; `-` where that is undefined."""

    tag: str
    vr: str
    length: str
    children: list["Node"] = dataclasses.field(default_factory=list)


class Tree:
    """Nodes as they come, each with its depth."""

    def __init__(self):
        self.top: list[Node] = []
        self.levels = [self.top]

    def add(self, depth, node):
        del self.levels[depth + 1:]
        self.levels[depth].append(node)
        self.levels.append(node.children)


# The bytes of a value may hold line ends; the comment at the end of an element is what ends it.
START = re.compile(r"( *)\(([0-9a-f]{4},[0-9a-f]{4})\) (\S\S) ")
END = re.compile(r"# +(u/l|\d+), *\d+ [^#]+$")
OURS = re.compile(r"^( *)(?:\(([0-9A-F]{4},[0-9A-F]{4})\) (\S\S)|item \d+|(offset table|fragment \d+)) +(-|\d+)(?: |$)", re.MULTILINE)
ITEM = "FFFE,E000"


def dcmdump(path):
    """The tree; None where dcmdump does not read the file."""
    done = subprocess.run([program.tool("dcmdump"), "-q", "+E", path], capture_output=True, timeout=120, check=False)
    if done.returncode:
        return None
    tree, start = Tree(), None
    for line in done.stdout.decode("latin-1").split("\n"):
        start = start or START.match(line)
        end = END.search(line[-120:])
        if not start or not end:
            continue
        depth, tag, vr = len(start[1]) // 2, start[2].upper(), start[3]
        # dcmdump shows delimiters whether they stand in the file or not.
        if tag == ITEM or not tag.startswith("FFFE"):
            tree.add(depth, Node(tag, vr, "-" if end[1] == "u/l" else end[1]))
        start = None
    return tree.top


def inspected(path):
    """The tree; None where inspect does not read the whole of the file."""
    done = program.run("inspect", "--no-values", path, timeout=120)
    if done.code != program.DONE:
        return None
    tree = Tree()
    for indent, tag, vr, fragment, length in OURS.findall(done.out.decode()):
        # Elements stand four columns deeper for each level, items between them.
        tree.add(len(indent) // 2, Node(tag or ITEM, vr or ("pi" if fragment else "na"), length))
    return tree.top


def same_vr(tag, ours, theirs):
    """Where the two print a VR differently and neither is wrong."""
    if ours == theirs:
        return True
    # dcmdump has a private dictionary, and prints `ox`/`xs`/`lt`/`??`/`up` where a VR is open.
    return {
        "??": True, "ox": ours in ("OB", "OW"), "xs": ours in ("US", "SS"), "lt": ours in ("US", "OW", "SS"),
        "up": ours == "UL", "na": True, "PX": ours in ("OB", "OW"),
    }.get(theirs, ours == "UN" or theirs == "UN" or (ours in ("OB", "OW") and theirs in ("OB", "OW")))


def compare(mine, theirs, path=""):
    """The rules by which the two differ, and what no rule explains."""
    rules, unexplained = set(), []
    mine, theirs = aligned(mine, theirs, rules)
    if [node.tag for node in mine] != [node.tag for node in theirs]:
        return rules, [f"{path}: {[n.tag for n in mine]} and {[n.tag for n in theirs]}"[:400]]
    for a, b in zip(mine, theirs):
        where = f"{path}({a.tag})"
        # dcmdump writes the file names of a directory anew.
        if a.tag != "0004,1500" and a.length != b.length:
            if "-" in (a.length, b.length) or int(a.length) % 2 == 0 or int(a.length) + 1 != int(b.length):
                unexplained.append(f"{where}: length {a.length} and {b.length}")
                continue
            rules.add("odd-length")
        if not same_vr(a.tag, a.vr, b.vr):
            unexplained.append(f"{where}: {a.vr} and {b.vr}")
        elif a.vr == "UN" and a.children and not b.children:
            rules.add("sequence-in-un")
        else:
            inner, more = compare(a.children, b.children, f"{where}.")
            rules |= inner
            unexplained += more
    return rules, unexplained


def aligned(mine, theirs, rules):
    """Both in the order of dcmdump, without what only one of them shows for a known reason."""
    tags = [node.tag for node in theirs]
    if [node.tag for node in mine] == tags:
        return mine, theirs
    if "0000,0000" in tags and all(node.tag != "0000,0000" for node in mine):
        rules.add("padding")
        theirs = [node for node in theirs if node.tag != "0000,0000"]
        return mine, theirs
    # Stable: of two with one tag the first comes first.
    ordered = sorted(mine, key=lambda node: node.tag)
    if [node.tag for node in ordered] != [node.tag for node in mine]:
        rules.add("order")
    if len(ordered) == len(theirs):
        return ordered, theirs
    # One of those with the same tag, and not always the same one: that of the length that dcmdump shows.
    lengths = {node.tag: node.length for node in theirs}
    kept = {}
    for node in ordered:
        if node.tag not in kept or node.length == lengths.get(node.tag):
            kept[node.tag] = node
    if len(kept) < len(ordered):
        rules.add("twice")
    return list(kept.values()), theirs


def write():
    rows = []
    for name, path in inspect_model.files().items():
        theirs = dcmdump(path)
        mine = inspected(path) if theirs else None
        rules, unexplained = compare(mine, theirs) if mine is not None else (set(), [])
        if unexplained:
            print(f"{name}: {unexplained}")
        if rules and inspect_model.is_listed(name):
            ordered = sorted(rules)
            rows.append("\t".join([
                name, " ".join(ordered), " ".join(RULES[r][0] for r in ordered), "; ".join(RULES[r][1] for r in ordered)]))
        elif rules:
            print(f"{name}: {sorted(rules)}")
    head = ["# Where `inspect` and dcmdump differ in the structure of a file, and who is right. Made by dump_model.py --write."]
    TABLE.write_text("\n".join([*head, "\t".join(COLUMNS), *rows]) + "\n")
    print(f"{TABLE.name}: {len(rows)} rows")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    write()
