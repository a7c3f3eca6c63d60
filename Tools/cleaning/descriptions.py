#!/usr/bin/env python3
"""Makes descriptions as people type them, each with what must go and what must stay, for measuring the text cleaner.

    descriptions.py [COUNT [SEED]]        tab-separated: the file's own names, text, must go, must stay

The clinical texts below were written for this, without looking at the word list; the names are drawn from the list of common
names by how common they are, from names that are words too, and from syllables, which no list has. A third of the texts name
nobody, a third somebody whom the file names as its patient, a third somebody whom it does not know. One in five is a sentence in
small letters, or a name before a noun that diseases and fractures are called by; half of their names are words of the list, too, but no
ordinary ones (`rose`, `young`), which such a place does not tell from the words.
"""
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tables"))
import lexicon  # noqa: E402

NAMES = pathlib.Path(__file__).resolve().parent.parent / "tables" / "lexicon" / "names.tsv"

TEXTS = """CT CHEST W CONTRAST|CT ABDOMEN AND PELVIS WITHOUT CONTRAST|MRI BRAIN W/O|MR LUMBAR SPINE|XR KNEE 3 VIEWS LEFT|US THYROID
US RENAL BILATERAL|MAMMO SCREENING BILATERAL|NM BONE SCAN WHOLE BODY|PET CT SKULL BASE TO MID THIGH|CTA HEAD AND NECK|XR CHEST PA AND LATERAL
MRI SHOULDER RIGHT ARTHROGRAM|CT SINUSES|US ABDOMEN COMPLETE|XR FOOT AP LAT OBLIQUE|CT UROGRAM|MRCP|CARDIAC MRI STRESS PERFUSION|ECHO TRANSTHORACIC
AX T2 FLAIR|SAG T1 MPRAGE|COR STIR|AX DWI b1000|ADC MAP|T2 TSE SAG|T1 VIBE FS POST GD|LOCALIZER|SCOUT|3 PLANE LOC|DYNAMIC CONTRAST ENHANCED|TOF MRA
Thorax 1.0 B70f|Abdomen 5.0 B30f|Bone 2.0|Topogram|Lung 1.5 Br59|Head 4.0 H31s|Axial bone window|Sagittal reformats|Coronal MIP|Perfusion CBF|Delayed phase
MRI LIVER WITH EOVIST|CT HEAD TRAUMA|CT CERVICAL SPINE|XR HIP UNILATERAL|US BREAST LIMITED RIGHT|FLUORO UPPER GI|BARIUM SWALLOW|IVC FILTER PLACEMENT
Cerebral angiogram|Carotid doppler|DEXA BONE DENSITY|CT PULMONARY EMBOLISM PROTOCOL|MRI PROSTATE MULTIPARAMETRIC|MR ENTEROGRAPHY|BRAIN TUMOR FOLLOW UP
Small bowel follow through|Portable chest for line placement|Lung cancer screening low dose|Whole spine scoliosis|Pelvis for hip pain|Rule out appendicitis
Post operative change, no leak|Motion artifact, repeat sequence|Right upper lobe nodule 12 mm|Mild degenerative change at L4-L5|No acute intracranial hemorrhage
Stable postoperative appearance|Diffuse hepatic steatosis|Left ventricular ejection fraction 55 %|Moderate pleural effusion|Fracture of the distal radius
Normal study|Limited by patient motion|Contrast extravasation|Gallstones without cholecystitis|Thyroid nodule right lobe|Bilateral hydronephrosis
IRM cérébrale avec injection|Scanner thoracique|Radiographie du genou gauche|Échographie abdominale|TDM abdomen pelvis|Mammographie bilatérale|Rachis lombaire
IRM de la cheville droite|Angio IRM des troncs supra aortiques|Thorax de face|Recherche de fracture|Suivi oncologique
MRT Schädel mit Kontrastmittel|CT Abdomen nativ|Röntgen Thorax in 2 Ebenen|Sonographie Schilddrüse|MRT Kniegelenk rechts|CT Becken|Mammographie beidseits
HWS sagittal T2|Kein Nachweis einer Fraktur|Verlaufskontrolle|LWS in 2 Ebenen|Angiographie der Becken Bein Arterien
TAC de tórax con contraste|RM cerebral|Radiografía de mano|Ecografía abdominal|Mamografía bilateral|RM columna lumbar|TAC abdomen y pelvis
TC torace con mdc|RM encefalo|Ecografia addome|RX ginocchio sinistro|Mammografia bilaterale|TC addome"""

#: G and F stand for the name; what has a colon or a title is none that must stay.
SENTENCES = """F has pain in the left knee|discussed with F about the fracture|pt seen by F and G in clinic|the patient, G, has a fracture of the wrist
brother G died of colon cancer|images reviewed with G F by phone|no change since the prior study of F|fall of F at home, rule out fracture|F's mother has breast cancer
chest pain, F was given contrast|compared with the images of G F|findings called to F at the end of the study|G is doing well after surgery"""
BEFORE_NOUNS = ["F N", "F N in left kidney", "F N 3 cm", "Dr. F N unchanged", "Mr. F N", "Name: F N", "Patient: F N 1", "Radiologist F N left kidney",
                "CT F N follow up", "G F N"]
NOUNS = "lesion tumor cyst fracture syndrome disease sign procedure classification lymphoma".split()

SYLLABLES = "ba ke lo mi tu ra nes dor vin gal shu wen kov ski jor lund var ost mak pet hol bren zim yar qua fel dru ong".split()
TITLES = ["DR", "DR.", "Dr", "Dr.", "Prof.", "Mrs", "Mr.", "Mme", "Frau", "Dott."]


def names():
    rows = [line.split("\t") for line in NAMES.read_text(encoding="utf-8").splitlines()[1:]]
    rows = [(name, kind, int(rank)) for name, kind, rank in rows if len(name) > 2]
    given = [(n, 1 / (r + 20)) for n, k, r in rows if k in "gb"]
    family = [(n, 1 / (r + 20)) for n, k, r in rows if k in "sb"]
    return given, family


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        given, family = names()
        self.given, self.given_weights = zip(*given)
        self.family, self.family_weights = zip(*family)
        marks = dict(line.split("|") for line in lexicon.words())
        self.marks = marks
        known = [(n, w) for n, w in zip(self.family, self.family_weights) if marks.get(n, "").endswith("0")]
        self.known, self.known_weights = zip(*known)
        self.eponyms = {line.rstrip("|") for line in lexicon.eponyms()}
        self.sentences = [text for line in SENTENCES.split("\n") for text in line.split("|")]
        self.texts = [text for line in TEXTS.split("\n") for text in line.split("|")]

    def made(self):
        return "".join(self.random.choice(SYLLABLES) for _ in range(self.random.choice([2, 3, 3])))

    def person(self):
        pick = self.random.random()
        if pick < 0.7:
            return (self.random.choices(self.given, self.given_weights)[0], self.random.choices(self.family, self.family_weights)[0])
        if pick < 0.85:
            return self.random.choice(self.given), self.random.choice(self.family)
        return self.made(), self.made()

    def strong(self):
        """A name that is no ordinary word."""
        if self.random.random() < 0.5:
            return self.random.choices(self.known, self.known_weights)[0]
        while True:
            name = self.random.choice(self.person())
            if lexicon.folded(name) not in self.marks or self.marks[lexicon.folded(name)].endswith("0"):
                return name

    def sentence(self):
        given, family = self.strong(), self.strong()
        text = self.random.choice(self.sentences)
        return self.filled(text, given, family, "")

    def before_noun(self):
        given, family, noun = self.strong(), self.strong(), self.random.choice(NOUNS)
        text = self.random.choice(BEFORE_NOUNS)
        if f"{lexicon.folded(family)} {noun}" in self.eponyms:
            noun = "lesion" if family != "anderson" else "tumor"
        case = self.random.choice([str.title, str.upper]) if text[0] in "FG" else str.title
        return self.filled(text, case(given), case(family), noun.upper() if case is str.upper else noun)

    def filled(self, text, given, family, noun):
        words = text.split()
        stay = [part for word in words for part in split(word) if not set("GF:") & set(word) and not word.endswith(".")]
        stay = [noun if word == "N" else word for word in stay if not word.isdigit() and word not in ("Radiologist", "s", "and")]
        out = " ".join({"N": noun}.get(word, word.replace("G", given) if "G" in split(word) else word.replace("F", family)
                                       if set(split(word)) & {"F"} else word) for word in words)
        parts = [part for name in (given, family) for part in split(name) if len(part) > 1 and part in split(out)]
        return "", out, [part for part in parts if part.lower() not in [word.lower() for word in stay]], stay

    def line(self):
        pick = self.random.random()
        if pick < 0.2:
            return self.sentence() if pick < 0.1 else self.before_noun()
        text = self.random.choice(self.texts)
        isUpper = text.upper() == text
        stay = [word for word in split(text) if not word.isdigit()]
        kind = self.random.choice(["nobody", "patient", "other"])
        if kind == "nobody":
            return "", text, [], stay
        given, family = self.person()
        case = str.upper if isUpper else str.title
        if self.random.random() < 0.05:
            case = str.lower
        g, f = case(given), case(family)
        forms = [f"{text} {g} {f}", f"{g} {f} {text}", f"{f}, {g} {text}", f"{f}^{g} {text}", f"{text} {f}^{g}", f"{text} FOR {g} {f}",
                 f"{text} {self.random.choice(TITLES)} {f}", f"{text} {f}_{g}", f"{text}, {self.random.choice(TITLES)} {g} {f}",
                 f"{text} ({f})", f"{f} {text}", f"{text} {f}", f"{text} {g[0]}. {f}", f"{text} - {f} {g}", f"Ref: {self.random.choice(TITLES)} {f} {text}"]
        own = f"{family}^{given}" if kind == "patient" else ""
        out = self.random.choice(forms)
        gone = [part for name in (g, f) for part in split(name) if len(part) > 1 and part in split(out)]
        # A name that the text has as a word of its own cannot be told from it.
        gone = [part for part in gone if part.lower() not in [word.lower() for word in stay]]
        return own, out, gone, stay


def split(text):
    return [word for word in "".join(c if c.isalnum() else " " for c in text).split() if word]


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    maker = Maker(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    for _ in range(count):
        own, text, gone, stay = maker.line()
        print(own, text, ";".join(gone), ";".join(stay), sep="\t")
