#!/usr/bin/env python3
"""Makes standard/known_words.txt: words that say nothing of a person, and how freely they may stand.

Sources (words alone, no text): the defined terms of standard/defined_terms.json; words of code meanings (standard/concepts.json);
an allow-list of clinical words with ambiguous ones marked, and common names to leave out (lexicon.tsv, names_common.tsv: paths on the
command line, no part of this repository); technical_words.txt, written by hand. A line: word, and `g` where it may stand in any
code string, meaning or technical text, `t` in technical text only, `n` for three letters that are a name.
"""
import itertools
import json
import pathlib
import re
import string
import sys

HERE = pathlib.Path(__file__).resolve().parent

#: Names and other ambiguous words that defined terms and technical values cannot do without.
NEEDED = set("""
ab abd alpha angle anon ao ap arch au back bone brachy brain branch cap cas cc ch child cid colon cord cor date em en fa fda fem field foot
gaussian glass hand head heart hf hr hu ica in ion iv jc key lad lat lev line lo long low lung ma man mammo manual max mean mi mid min mr mu
mul na neu ni no non norm numbers ok om op pa para parts pdl per phy pi pmp pole pop post power press red ring se seg si small star stim to
toric trigger true un uri us voxel ct dr dx es io us ot sc sr xr gems fast edr acc sat vb epi hyperband helix helical scanoscope zdom acs care dom
slsens nd mosaic ffe rcbf rcbv mtt ttp tmax csa mpr mip mlo mbsense grappa inx elliptical echo dis dim fm fil som spi csaparallel
vframe fused top constant npw pff read norm name names first last mark marks page pages ii iii vi
""".split())


def words(text):
    return re.findall(r"[a-z]+", text.lower())


def main(lexicon, names_file):
    names = {row.split("\t")[0].lower() for row in pathlib.Path(names_file).read_text("utf-8").splitlines()[1:]}
    general, ambiguous = set(), set()
    for row in pathlib.Path(lexicon).read_text("utf-8").splitlines()[1:]:
        token, kinds, _, mark = row.split("\t")
        if not re.fullmatch(r"[a-z]{2,}", token):
            continue
        if mark == "1":
            ambiguous.add(token)
        elif not all(kind.startswith("lang-") for kind in kinds.split(",")):
            general.add(token)
    terms = json.loads((HERE / "standard" / "defined_terms.json").read_text("utf-8"))
    concepts = json.loads((HERE / "standard" / "concepts.json").read_text("utf-8"))
    other = {w for row in terms["attributes"] for t in row[3] for w in words(t)}
    other |= {w for t in terms["further_terms"] for w in words(t)}
    other |= {w for _, _, meaning in concepts["concepts"] for w in words(meaning)}
    general |= {w for w in other if w not in names and w not in ambiguous}
    general |= NEEDED
    general |= {a + b for a, b in itertools.product(string.ascii_lowercase, repeat=2) if a + b not in names}
    hand = [line for line in (HERE / "technical_words.txt").read_text("utf-8").splitlines() if not line.startswith("#")]
    technical = {w for line in hand for w in words(line)} - general
    lines = {w: "g" for w in general if len(w) > 1}
    lines |= {w: "t" for w in technical if len(w) > 1}
    lines |= {w: "n" for w in names if re.fullmatch(r"[a-z]{3}", w) and w not in lines}
    out = HERE / "standard" / "known_words.txt"
    out.write_text("".join(f"{w} {k}\n" for w, k in sorted(lines.items())), "utf-8")
    print(f"{out.name}: {len(lines)} words")


if __name__ == "__main__":
    main(*sys.argv[1:])
