/// Numbers of four digits among cleaned text: they stay as measures, with a unit, behind the name of a parameter or in a matrix.
enum MeasuredNumber {
    /// Whether a word calls for a number behind it.
    static func isLabel(_ word: [UInt8]) -> Bool {
        if labels.contains(word) { return true }
        // PTV1_5040
        if let last = word.last, (0x30...0x39).contains(last), targets.contains(Array(word.dropLast())) { return true }
        // b0_1000
        return word.first == UInt8(ascii: "b") && word.count > 1
            && word.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
    }

    /// Whether a word is a product of dose and area, or the first of two that make one: `DAP 12345 mGy*cm2`.
    static func isDoseArea(_ word: [UInt8]) -> Bool { doseAreas.contains(word) }

    static func isUnit(_ word: [UInt8]) -> Bool { units.contains(word) }

    /// Units that follow four digits in one word.
    static func isGluedUnit(_ word: [UInt8]) -> Bool { gluedUnits.contains(word) }

    private static let units = set(
        "ms mm um nm us ml cc mg mcg ug ng pg g kg kv kev mev hu cgy mgy gy mgycm mm2 mm3 cm2 cm3 hz khz mhz mbq kbq kcps cps iu miu umol nmol mmol pmol kpa mmhg mgycm2 cgycm2 gycm2 ugym2 mgym2 dgycm2 ugycm2 views iter iterations frames slices voxels counts s x"
    )
    private static let gluedUnits = set("ms mm um nm hu cgy gy mgy hz mbq")
    private static let labels = set(
        "b value ti te tr hu venc dlp bval bvalue ww wl wc window level mtv tlg agatston fov etl volume suv ratio factor x ptv ctv gtv itv ptvp ptvn ctvp ctvn gtvp gtvn igtv ictv boost dap kap adc score total equivalent"
    )
    private static let targets = set("ptv ctv gtv itv ptvp ptvn ctvp ctvn gtvp gtvn igtv ictv boost")
    private static let doseAreas = set("mgycm2 cgycm2 gycm2 ugym2 mgym2 dgycm2 ugycm2 mgy cgy gy ugy dgy")

    private static func set(_ text: String) -> Set<[UInt8]> { Set(text.utf8.split(separator: 0x20).map { Array($0) }) }
}
