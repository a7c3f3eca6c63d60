/// What the four letters in an ICC profile may be (ISO 15076-1, and the registry of the ICC): others are anybody's.
enum ColourProfileTerms {
    /// Colour management modules.
    static let modules: Set<String> = [
        "ADBE", "ACMS", "appl", "CCMS", "UCCM", "UCMS", "EFI ", "FF  ", "EXAC", "HCMM", "argl", "LgoS", "HDM ", "lcms",
        "RIMX", "DIMX", "KCMS", "MCML", "WCS ", "SIGN", "RGMS", "SICC", "TCMM", "32BT", "WTG ", "zc00", "Lino",
    ]
    static let classes: Set<String> = ["scnr", "mntr", "prtr", "link", "spac", "abst", "nmcl"]
    static let spaces: Set<String> = Set(
        ["XYZ ", "Lab ", "Luv ", "YCbr", "Yxy ", "RGB ", "GRAY", "HSV ", "HLS ", "CMYK", "CMY "]
            + "23456789ABCDEF".map { "\($0)CLR" })
    static let platforms: Set<String> = ["APPL", "MSFT", "SGI ", "SUNW", "TGNT"]

    /// Names of tags (§9.2), those of the second version among them.
    static let tags: Set<String> = Set(
        [
            "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC", "kTRC", "wtpt", "bkpt", "chad", "chrm", "cicp", "clro",
            "gamt", "lumi", "meas", "ncl2", "pre0", "pre1", "pre2", "rig0", "rig2", "tech", "view", "ciis", "c2sp",
            "s2cp", "calt", "targ", "clrt", "clot", "cprt", "desc", "dmnd", "dmdd", "devs", "vued", "pseq", "psid",
            "resp", "scrd", "scrn", "bfd ", "crdi", "ps2s", "ps2i", "psd0", "psd1", "psd2", "psd3", "ncol", "meta",
            "cept", "ciin", "miin",
        ] + ["A2B", "B2A", "D2B", "B2D"].flatMap { kind in (0...3).map { "\(kind)\($0)" } })

    /// Types of what tags hold (§10).
    static let types: Set<String> = [
        "XYZ ", "curv", "para", "mft1", "mft2", "mAB ", "mBA ", "mpet", "sf32", "sig ", "view", "meas", "chrm", "clro",
        "ncl2", "cicp", "uf32", "ui08", "ui16", "ui32", "ui64", "dtim", "data", "pseq", "psid", "rcs2", "dict", "crdi",
        "devs", "ucrb", "scrn", "text", "desc", "mluc", "clrt",
    ]
}
