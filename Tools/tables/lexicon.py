#!/usr/bin/env python3
"""Turns the words that text cleaning keeps (Tools/tables/lexicon/) into Swift tables (Sources/Standard/Tables).

One sorted string literal a table, as in generate.py. A line is the folded word (no accents) and its class: c medicine, w a
function word, g other English, x what negates, and for words that are also names a grade, 0 nothing but a name outside of phrases, 1 mostly a name, 2 either, 3 mostly medicine, 4 medicine by far. Words that the list has with accents stand in it with them too.
"""
import pathlib
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
FACTS = HERE / "lexicon"
OUT = HERE.parent.parent / "Sources" / "Standard" / "Tables"
#: Rarely written as the name that they also are.
MEDICINE = set("lao im abd bravo an en und la dr mr nil".split())
#: As common as names as the words that are mostly that, and no ordinary words.
NAMES = set("ludwig haas richter healy amir petra pete dick mickey".split())
#: How other languages say the nouns of eponyms: behind the name, before it, and before it with `de` or the like between.
TRANSLATED = {
    "disease": ("krankheit ziekte", "morbus", "maladie enfermedad doenca malattia morbo ziekte"),
    "syndrome": ("syndrom syndroom", "", "syndrome sindrome syndroom"),
    "fracture": ("fraktur fractuur", "", "fracture fractura frattura fratura"),
    "cyst": ("zyste cyste", "", "kyste quiste cisti cisto"),
    "tumor": ("tumour", "", "tumeur tumor tumore"),
    "sign": ("zeichen", "", "signe signo segno sinal"),
    "lymphoma": ("lymphom", "", "lymphome linfoma"),
    "sarcoma": ("sarkom", "", "sarcome sarcoma"),
    "classification": ("klassifikation", "", "classification"),
    "malformation": ("", "", "malformation malformacion"),
    "esophagus": ("osophagus oesophagus", "", "esofago"),
}
PAIRS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}


def rows(name):
    lines = (FACTS / name).read_text(encoding="utf-8").splitlines()
    keys = lines[0].split("\t")
    return [dict(zip(keys, line.split("\t"))) for line in lines[1:]]


def folded(word):
    word = "".join(PAIRS.get(c, c) for c in word)
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def grade(kinds, sources, rank):
    """How far an ambiguous word is medicine: by the lists of medicine and of DICOM that have it, and how common the name is."""
    clinical = set(kinds) & set("asvumpbk") and "e" not in kinds
    if sources >= 8:
        return 4
    if rank is None:
        return 3
    if rank <= 600:
        return 2 if sources >= 5 or "w" in kinds or clinical and sources >= 3 else 1
    if rank <= 1100:
        return 3 if sources >= 5 else 2 if sources >= 3 or "w" in kinds or clinical else 1
    return 3 if sources >= 2 or clinical or "w" in kinds else 1 if set(kinds) <= set("g-") else 2


def ordinary():
    """The words that are mostly names and that people write in small letters as what else they mean."""
    return {folded(word) for word in (FACTS / "ordinary.txt").read_text(encoding="utf-8").split()}


def words():
    usual = ordinary()
    ranks = {row["name"]: int(row["rank"]) for row in rows("names.tsv")}
    for name in list(ranks):
        ranks.setdefault(folded(name), ranks[name])
    table = {}
    for row in rows("words.tsv"):
        word, kinds = folded(row["word"]), row["kinds"]
        assert word.isascii() and word.isalnum(), word
        flags = "w" if "w" in kinds else "g" if set(kinds) == {"g"} else "c"
        if "x" in kinds:
            flags += "x"
        if row["ambiguous"] == "1":
            rank = ranks.get(word, ranks.get(row["word"]))
            mark = "3" if word in MEDICINE else str(grade(kinds, row["sources"].count(",") + 1, rank))
            flags += "0" if word in NAMES or mark == "1" and word not in usual else mark
        if row["word"] != word:
            table[row["word"]] = flags
        # Of two spellings that fold alike the more careful one counts.
        if word not in table or len(flags) > len(table[word]):
            table[word] = flags
    return [f"{word}|{flags}" for word, flags in sorted(table.items(), key=lambda item: item[0].encode())]


def eponyms():
    """Pairs of a name and its noun, with what may stand between: the s of a genitive is passed over, `de` stands for its like."""
    pairs = set()
    for line in (FACTS / "eponyms.txt").read_text(encoding="utf-8").splitlines():
        name, nouns = line.split(": ")
        for noun in nouns.split():
            behind, before, linked = TRANSLATED.get(noun, ("", "", ""))
            forms = {name} if name.endswith("s") else {name, name + "s"}
            for word in [noun, noun if noun.endswith("s") or len(noun) < 3 else noun + "s", *behind.split()]:
                pairs |= {f"{form} {word}" for form in forms}
            pairs |= {f"{word} {name}" for word in before.split()} | {f"{word} de {name}" for word in linked.split()}
    return [f"{pair}|" for pair in sorted(pairs, key=str.encode)]


def write(name, doc, lines, source):
    body = "\n".join(lines)
    assert '"""' not in body and "\\" not in body
    file = name[0].upper() + name[1:] + ".swift"
    (OUT / file).write_text(
        f"// Generated by Tools/tables/lexicon.py from {source}; do not edit.\n\n"
        f"/// {doc}\npublic let {name}: StaticString = \"\"\"\n{body}\n\"\"\"\n", encoding="utf-8")
    print(f"{file}: {len(lines)} lines")


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    write("lexiconTable", "Folded words that may stay, and their class.", words(), "lexicon/words.tsv and names.tsv")
    write("eponymTable", "Names in what they gave their name to, and what is called by it, folded.", eponyms(), "lexicon/eponyms.txt")
    phrases = sorted({folded(line) for line in (FACTS / "phrases.txt").read_text(encoding="utf-8").split("\n") if line})
    write("phraseTable", "Phrases in which ambiguous words stay, folded.", phrases, "lexicon/phrases.txt")
