/// Comments that encoders sign their streams with. They name software and its version, no person and no place.
///
/// The list is data: whole comments only; `#` stands for one to four digits. Add a shape with the encoder that writes it.
enum EncoderSignatures {
    static let patterns: TextPatterns = [
        "Kakadu-v#.#", "Kakadu-v#.#.#", "Kakadu-#.#", "Kakadu-#.#.#",
        "Created by OpenJPEG version #.#", "Created by OpenJPEG version #.#.#",
        "Creator: JasPer Version #.#", "Creator: JasPer Version #.#.#", "Creator: JasPer Version #.#.#.#",
        "JasPer Version #.#", "JasPer Version #.#.#",
        "LEAD Technologies Inc. V#.#", "LEAD Technologies, Inc. V#.#",
        "MITRA", "MITRA #.#", "MITRA_DICOM_STANDARD",
        "Created by: JJ2000 version #.#", "Created by GDCM/OpenJPEG version #.#",
        "Created by GDCM/OpenJPEG version #.#.#",
        "Created by Grok     version #.#.#", "AVLT_#", "PADDING",
        "OpenJPH Ver #.#.#", "OpenJPH Ver #.#.#.", "Grok #.#.#", "Created by Grok version #.#.#",
        "Intel(R) JPEG Library, version #,#,#,#", "Intel(R) JPEG Library, version [#.#.#.#]",
        "Intel(R) IPP JPEG encoder [#.#.#] - #.#.#.#",
        "CREATOR: gd-jpeg v#.# (using IJG JPEG v#), quality = #",
        "Lavc#.#.#", "ImageMagick", "GDCM", "PVRG-JPEG",
        "Aware JPEG2000 #.#", "Aware, Inc. JPEG2000 #.#",
    ]

    /// The rates of Kakadu's layers: `Kdu-Layer-Info:` and a table of numbers.
    private static let layers = Array("Kdu-Layer-Info: ".utf8)
    private static let layerHeadOfBytes = Array("log_2{Delta-D(MSE)/[2^16*Delta-L(bytes)]}, L(bytes)\n".utf8)
    private static let layerHead = Array("log_2{Delta-D(MSE)/[2^16*Delta-L(bits)]}, L(bytes)\n".utf8)
    private static let layerHeadSquared = Array("log_2{Delta-D(squared-error)/Delta-L(bytes)}, L(bytes)\n".utf8)

    /// What a comment is: `nil` for a blanked one.
    static func flaw(ofComment comment: ArraySlice<UInt8>) -> Check? {
        var text = comment
        while let last = text.last, last == 0 || last == 0x0A || last == 0x20 { text.removeLast() }
        if text.isEmpty { return nil }
        return patterns.match(text) || isLayerInfo(text) ? .encoderSignature : .codestreamComment
    }

    private static func isLayerInfo(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.starts(with: layers) else { return false }
        var rest = text.dropFirst(layers.count)
        for head in [layerHead, layerHeadOfBytes, layerHeadSquared] where rest.starts(with: head) {
            rest = rest.dropFirst(head.count)
        }
        // Rates and byte counts: `-192.0,  2.5e+03` a line.
        let others = Array(".-+, \ne".utf8)
        return rest.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || others.contains($0) }
    }
}
