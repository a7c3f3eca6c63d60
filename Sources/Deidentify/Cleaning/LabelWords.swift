/// Words that say whose the number behind them is: one list of those by which a number goes, and of those that go with it.
enum LabelWords {
    /// Whatever number stands behind them identifies somebody, however short.
    static let sure = WordHash.set(
        "mrn accession acct pid patid patientid id nhc csn dni rut cpf pesel bsn urn hrn nhi emrn"
    ).union(kept)
    /// Names of national numbers, which say nothing of anybody when the number is gone.
    private static let kept = WordHash.set("nhs ssn")
    /// A count or a position may stand behind them, too: `VISIT 2`, `ACC 3`.
    static let doubtful = WordHash.set(
        "acc account ref visit fin encounter enc case record pat nir chart ur hosp file folder dossier")
    /// With a number sign behind them, a record is numbered, however short: `MR# 99-88`.
    static let signed = WordHash.set(
        "mr ur chart hosp hn path serial unit file folder record pt pat patient case hospital acc order encounter enc account subject subj requisition req"
    )
    /// With a colon behind them, a number of two digits is one of theirs.
    static let numbered = WordHash.set(
        "acc account ref fin encounter enc case record pat chart hosp folder dossier order")
    /// Between a label and its number in a sentence.
    static let links = WordHash.set("is was ist")
    /// With at least two digits in one word with them: `PATIENT12`, `Acc12`.
    static let glued = signed.union(doubtful).union(WordHash.set("no nr num uhid upi hn mpi empi subject subj"))
    /// Behind them a number sign counts.
    static let counted = WordHash.set(
        "image images im series tooth teeth slice screw lesion lesions nodule node rib level phase scan view sequence clip marker lead frame segment target fraction field beam needle core specimen part block slide cassette day week dose run echo volume dilation dilator size french fr stent coil implant film plate electrode channel plan arc"
    )
    static let birth = droppedBirth.union(toldBirth)
    static let droppedBirth = WordHash.set(
        "dob nee ne geb geboren born birthdate birth bday naissance geburtsdatum nacimiento nascita gebdat yob birthyear birthday geburtsjahr geburtstag jahrgang nascimento geboortedatum geboortejaar"
    )
    /// Verbs, which sentences need.
    private static let toldBirth = WordHash.set("nacido nacida nato nata nascido nascida")
    /// Those that go with their number.
    static let dropped = sure.subtracting(kept).union(doubtful).union(droppedBirth)
    /// Between a label and its number: `ACC NO`.
    static let numberSigns = WordHash.set("no nr num number nummer n")
    /// Behind doubtful labels, what has fewer digits is taken for a count.
    static let shortestNumber = 4
}
