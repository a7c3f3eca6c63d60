/// Words of logins, rooms and stations: modalities, parts of the body, professions. A value of nothing else names nobody.
enum FunctionWords {
    static func contains(_ word: WordHash) -> Bool { all.contains(word) }

    private static let all = WordHash.set(
        "ct mr mri xr cr dr dx mg us nm xa rf pet spect mammo mammography tomo ultrasound sonography fluoro angio echo cath dexa xray radiology radiologie radiologia cardiology neurology oncology orthopedics surgery emergency er ed icu nicu pediatrics nuclear medicine chest thorax abdomen pelvis head brain neck spine breast knee cardiac vascular neuro msk body tech techs technologist technician mtra operator user console workstation station room clinic ward unit department dept scanner service reading admin test qa research"
    )

    /// Whether a word names those who do something: what stands beside it says what they do.
    static func isService(_ word: WordHash) -> Bool { services.contains(word) }

    private static let services = WordHash.set(
        "team care clinic clinics screening surgery service services transplant trauma unit ward department dept program programme center centre portable protocol consult consults imaging diagnostics laboratory lab"
    )

    /// Whether a word says that a name is missing: `UNKNOWN`, the `REFERRING` of `NO^REFERRING`.
    static func saysThatNone(_ word: WordHash) -> Bool { saysThatNone.contains(word) }

    private static let saysThatNone = WordHash.set(
        "none unknown unspecified undefined unassigned unavailable applicable available given stated specified provided recorded assigned entered required referring referral referred requesting ordering attending performing physician physicians doctor practitioner provider name anonymous anonymized"
    )

    /// Whether a word may stand beside such a one. People are called No, Na and On, too.
    static func mayHelpToSayThatNone(_ word: WordHash) -> Bool { help.contains(word) }

    private static let help = WordHash.set("no not nil na self call on")
}
