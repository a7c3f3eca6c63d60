/// Words of logins, rooms and stations: modalities, parts of the body, professions. A value of nothing else names nobody.
enum FunctionWords {
    static func contains(_ word: WordHash) -> Bool { all.contains(word) }

    private static let all = WordHash.set(
        "ct mr mri xr cr dr dx mg us nm xa rf pet spect mammo mammography tomo ultrasound sonography fluoro angio echo cath dexa xray radiology radiologie radiologia cardiology neurology oncology orthopedics surgery emergency er ed icu nicu pediatrics nuclear medicine chest thorax abdomen pelvis head brain neck spine breast knee cardiac vascular neuro msk body tech techs technologist technician mtra operator user console workstation station room clinic ward unit department dept scanner service reading admin test qa research"
    )
}
