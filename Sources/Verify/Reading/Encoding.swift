/// How the elements of one level are written (PS3.5 §7.1).
struct Encoding: Equatable {
    var isExplicit: Bool
    var isBigEndian: Bool

    static let implicitLittle = Encoding(isExplicit: false, isBigEndian: false)
    static let explicitLittle = Encoding(isExplicit: true, isBigEndian: false)
    static let explicitBig = Encoding(isExplicit: true, isBigEndian: true)
}
