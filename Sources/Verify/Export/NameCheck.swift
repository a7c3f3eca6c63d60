import Standard

/// Names of files and folders: the part of an export that everybody reads, and that no DICOM tool de-identifies.
public struct NameCheck {
    private let acceptsUIDs: Bool
    private let uidRoots: UIDRoots
    /// The folders of the last file: their names are looked at once, since a walk gives their files one after the other.
    private var folders: [UInt8] = []
    /// Words of no list that were told of: once is enough, for thousands of files may have the name of a project. Each with the entry of
    /// the baseline that accepted it, since what is accepted in one folder may stand in another.
    private var toldWords: Set<UInt64> = []
    private static let mostToldWords = 100_000

    /// - Parameters:
    ///   - acceptsUIDs: original UIDs may stand in names, since the profile keeps them.
    ///   - uidRoots: of the tool that made the files.
    public init(acceptsUIDs: Bool = false, uidRoots: UIDRoots = UIDRoots()) {
        self.acceptsUIDs = acceptsUIDs
        self.uidRoots = uidRoots
    }

    /// What the names on the way to a file give away.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - root: the folder that was walked through and which the path begins with; `nil` when the file was named itself.
    ///   - acceptance: the number of the entry of a baseline that accepts a finding.
    public mutating func findings(
        _ path: String, below root: String?, acceptance: (Finding) -> Int? = { _ in nil }
    ) -> [Finding] {
        let bytes = Array(path.utf8)[(root?.utf8.count ?? 0)...]
        let slash = UInt8(ascii: "/")
        guard let last = bytes.lastIndex(where: { $0 != slash }) else { return [] }
        let first = bytes[...last].lastIndex(of: slash).map { $0 + 1 } ?? bytes.startIndex
        var findings: [Finding] = []
        if root != nil, !bytes[..<first].equals(folders) {
            let names = bytes[..<first].split(separator: slash)
            let known = zip(names, folders.split(separator: slash)).prefix { $0 == $1 }.count
            for folder in names[known...] {
                guard let check = Self.check(folder, acceptsUIDs: acceptsUIDs, uidRoots) else { continue }
                let finding = Finding(check, offset: 0, note: ": a folder")
                if isNew(finding, in: folder, acceptance) { findings.append(finding) }
            }
            folders = Array(bytes[..<first])
        }
        let name = bytes[first...last]
        if let check = Self.check(name, acceptsUIDs: acceptsUIDs, uidRoots) {
            let finding = Finding(check, offset: 0)
            if isNew(finding, in: name, acceptance) { findings.append(finding) }
        }
        return findings
    }

    private mutating func isNew(
        _ finding: Finding, in name: ArraySlice<UInt8>, _ acceptance: (Finding) -> Int?
    ) -> Bool {
        guard finding.check == .wordInFileName else { return true }
        let entry = acceptance(finding).map { UInt64(truncatingIfNeeded: $0 + 1) } ?? 0
        var isNew = false
        for word in Self.unknownWords(name).map({ $0 &+ entry &* 0x9E37_79B9_7F4A_7C15 }) {
            if toldWords.count >= Self.mostToldWords { return !toldWords.contains(word) }
            if toldWords.insert(word).inserted { isNew = true }
        }
        return isNew
    }

    /// Whether a name has a known token: a word, number, day or UID of the originals.
    public static func holdsKnown(_ name: some StringProtocol, _ isKnown: @escaping (ArraySlice<UInt8>) -> Bool) -> Bool
    {
        let bytes = Array(name.utf8)
        let scanner = TokenScanner(takesHigh: true, KnownLookup(isKnown))
        scanner.feed(bytes, 0..<bytes.count, at: 0)
        scanner.finish()
        return !scanner.hits.isEmpty
    }

    /// The finding for a file whose path, below where a walk began, has a known token.
    public static let knownName = Finding(.knownInName, offset: 0)

    /// What the name of a file or folder gives away; `nil` for nothing.
    ///
    /// - Parameters:
    ///   - bytes: one name, without slashes.
    static func check(
        _ bytes: ArraySlice<UInt8>, acceptsUIDs: Bool = false, _ uidRoots: UIDRoots = UIDRoots()
    ) -> Check? {
        if bytes.contains(UInt8(ascii: "^")) || bytes.contains(UInt8(ascii: "@")) { return .nameOfFile }
        var bytes = bytes
        while let uid = longestUID(in: bytes) {
            // A pseudonym of a UID may hold any digits.
            let isFine =
                uid.begins(with: "2.25.")
                ? UIDForm.isFromUUID(uid) || uid.count > 45
                : acceptsUIDs || uidRoots.hold(uid) || UIDRegistry.contains(Array(uid))
            if !isFine { return .nameOfFile }
            // What stands beside it is a name as any other.
            bytes.replaceSubrange(uid.indices, with: [UInt8(ascii: ";")])
        }
        // Names made of a UID have none left.
        let hasDigits = bytes.contains(where: isDigit)
        if hasDigits, holdsDate(bytes) { return .nameOfFile }
        if holdsWordPair(bytes) { return .wordsInFileName }
        if hasDigits, holdsRecordNumber(bytes) { return .numberInFileName }
        return unknownWords(bytes).isEmpty ? nil : .wordInFileName
    }

    /// Words of no list, which may be family names, by their hashes: `Kowalczyk`, `Kowalczyk1`, `Kowalczyk1971`. Letters with digits
    /// among them are no word, nor are more of them than names have.
    private static func unknownWords(_ bytes: ArraySlice<UInt8>) -> [UInt64] {
        let runs = stem(of: bytes).split(whereSeparator: { !isDigit($0) && !isLetter($0) })
        return runs.compactMap { run in
            let counter = run.reversed().prefix(while: isDigit).count
            let letters = run.dropLast(counter)
            let characters = letters.count { $0 & 0xC0 != 0x80 }
            let mayEndIn = counter <= 3 || counter == 4 && (1900...2099).contains(number(run.suffix(4)))
            // Pseudonyms have letters and digits in any order.
            guard counter == 0 || mayEndIn && characters > shortestName, !letters.contains(where: isDigit) else {
                return nil
            }
            let isWord =
                switch characters {
                case ..<shortestName: characters >= 2 && LongName.isOfEastAsia(letters)
                case shortestName...longestName: counter == 0 || letters.count < 16
                default: LongName.isLikely(letters) { isOfTheTrade($0) || spelled($0).standing != .unknown }
                }
            guard isWord else { return nil }
            let word = spelled(letters)
            guard word.standing == .unknown else { return nil }
            return words.contains(String(decoding: letters, as: UTF8.self).lowercased()) ? nil : word.hash
        }
    }

    private static func spelled(_ letters: ArraySlice<UInt8>) -> SpelledWord {
        var word = SpelledWord()
        for byte in letters { _ = word.add(byte) }
        return word
    }

    private static let shortestName = 4
    private static let longestName = 15

    /// A number as patients and records have: six digits or more, alone or behind a few letters (`4711123`, `MRN4711123`), four
    /// behind a label of records, or in groups as those of states and telephones (`123-45-6789`). Counters begin with zeros,
    /// with several of them where they are long, and names made of a hash or a key are longer and mixed.
    private static func holdsRecordNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
        var groups: [Int] = []
        var before: ArraySlice<UInt8> = []
        for word in bytes.split(
            maxSplits: .max, omittingEmptySubsequences: false, whereSeparator: { !isDigit($0) && !isLetter($0) })
        {
            defer { before = word }
            let isHyphened = word.startIndex > bytes.startIndex && bytes[word.startIndex - 1] == UInt8(ascii: "-")
            if !isHyphened { groups = [] }
            guard !word.isEmpty, word.allSatisfy(isDigit) else {
                groups = []
                if holdsRecordNumber(word: word) { return true }
                continue
            }
            if isNumber(word, ofRecord: before) { return true }
            groups.append(word.count)
            if groups == [3, 2, 4] || groups == [3, 3, 4] { return true }
            let zeros = word.prefix { $0 == 0x30 }.count
            if word.count < 16, word.count >= 6, zeros == 0 || zeros == 1 && word.count >= 7 { return true }
        }
        return false
    }

    /// Letters and digits: `MRN0471112`, `IM100000`.
    private static func holdsRecordNumber(word: ArraySlice<UInt8>) -> Bool {
        guard word.count < 16 else { return false }
        let letters = word.prefix { !isDigit($0) }
        let number = word.dropFirst(letters.count).prefix(while: isDigit)
        if isNumber(number, ofRecord: letters) { return true }
        return word.split(whereSeparator: { !isDigit($0) }).contains {
            $0.count >= 6 && $0.first != UInt8(ascii: "0")
        }
    }

    /// Whether four digits and more stand behind a label: that of a record, or one of a patient whose counters begin with zeros.
    private static func isNumber(_ number: ArraySlice<UInt8>, ofRecord label: ArraySlice<UInt8>) -> Bool {
        guard number.count >= 4, (2...16).contains(label.count) else { return false }
        let hash = SpelledWord.hash(of: label.lazy.map { $0 | 0x20 })
        if Announcement.of(hash) == .recordLabel { return true }
        return labels.contains(hash) && number.first != UInt8(ascii: "0")
            && !(number.count == 4 && (1900...2099).contains(self.number(number)))
    }

    private static let labels = Set("id pid pat".utf8.split(separator: 0x20).map { SpelledWord.hash(of: $0) })

    /// Digits and points of which four or more parts make a UID rather than a version.
    private static func longestUID(in bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var rest = bytes
        while let start = rest.firstIndex(where: isDigit) {
            var run = rest[start...].prefix { isDigit($0) || $0 == UInt8(ascii: ".") }
            rest = rest[run.endIndex...]
            while run.last == UInt8(ascii: ".") { run = run.dropLast() }
            let points = run.count { $0 == UInt8(ascii: ".") }
            if points >= 4, run.count >= 12 || points >= 2 && run.begins(with: "2.25.") { return run }
            if run.begins(with: "2.25."), run.count >= 12 { return run }
        }
        return nil
    }

    /// `YYYYMMDD`, alone or with a time behind it, or a date with separators.
    private static func holdsDate(_ bytes: ArraySlice<UInt8>) -> Bool {
        for run in bytes.split(whereSeparator: { !isDigit($0) }) where [8, 12, 14].contains(run.count) {
            let year = number(run.prefix(4))
            let month = number(run.dropFirst(4).prefix(2))
            let day = number(run.dropFirst(6).prefix(2))
            if (1900...2100).contains(year), (1...12).contains(month), (1...31).contains(day) { return true }
        }
        if holdsDateWithMonth(bytes) { return true }
        let parts = bytes.split(whereSeparator: { !isDigit($0) }).map(Array.init)
        guard parts.count >= 3 else { return false }
        for index in 0..<parts.count - 2 {
            let (first, middle, last) = (parts[index], parts[index + 1], parts[index + 2])
            let isYearFirst = first.count == 4 && (1...2).contains(middle.count) && (1...2).contains(last.count)
            let isYearLast = first.count <= 2 && middle.count <= 2 && last.count == 4
            guard isYearFirst || isYearLast else { continue }
            let year = number((isYearFirst ? first : last)[...])
            let others = [isYearFirst ? last : first, middle].map { number($0[...]) }
            if (1900...2100).contains(year), others.allSatisfy({ (1...31).contains($0) }),
                others.contains(where: { $0 <= 12 })
            {
                return true
            }
        }
        return false
    }

    /// `03-FEB-1971`, `Feb_3_1971`
    private static func holdsDateWithMonth(_ bytes: ArraySlice<UInt8>) -> Bool {
        var days = DayGroups()
        for run in bytes.split(whereSeparator: { !isDigit($0) && !isLetter($0) }) {
            let small = run.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
            let isMonthAmong = days.add(small, small.count(where: isDigit), at: 0).contains { day in
                (1900...2100).contains(day.year) && (1...31).contains(day.day)
            }
            if isMonthAmong, bytes.contains(where: isLetter) { return true }
        }
        return false
    }

    /// Without what tells the kind of a file.
    private static func stem(of name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let point = name.lastIndex(of: UInt8(ascii: ".")), point > name.startIndex else { return name }
        let kind = String(decoding: name[(point + 1)...], as: UTF8.self).lowercased()
        return kinds.contains(kind) ? name[..<point] : name
    }

    /// Of files as exports have them; what else stands behind a point belongs to the name.
    private static let kinds: Set<String> = [
        "dcm", "dicom", "dic", "ima", "img", "acr", "age", "asc", "raw", "bin", "dat", "gz", "zip", "tar", "tgz", "zst",
        "json", "jsonl", "xml", "csv", "tsv", "txt", "md", "html", "htm", "pdf", "jpg", "jpeg", "png", "tif", "tiff",
        "bmp",
        "gif", "mp4", "mpg", "mpeg", "mov", "avi", "jp2", "j2k", "jls", "nii", "mha", "mhd", "nrrd", "stl", "obj",
        "log",
        "hdr", "vtk", "mnc", "par", "rec", "ecg", "scp", "hl7", "xls", "xlsx", "doc", "docx", "npy", "npz", "h5",
        "part", "tmp", "bak", "swp", "sha256", "md5", "toml", "yaml", "yml", "key", "pub", "py", "sh",
    ]

    /// Two words side by side, neither of them of the trade: `Doe_Jane`, `DOE, JANE`.
    private static func holdsWordPair(_ bytes: ArraySlice<UInt8>) -> Bool {
        var previous = false
        for word in words(of: stem(of: bytes)) {
            let isName = word.count >= 3 && word.allSatisfy(isLetter) && !isOfTheTrade(word)
            if isName, previous { return true }
            // `Doe, J`
            if previous, word.count == 1, word.allSatisfy(isLetter), isBehindComma(word, in: bytes) { return true }
            previous = isName
        }
        return false
    }

    private static func isBehindComma(_ word: ArraySlice<UInt8>, in name: ArraySlice<UInt8>) -> Bool {
        name[..<word.startIndex].reversed().prefix { $0 == 0x20 || $0 == 0x2C }.contains(0x2C)
    }

    /// What spaces, commas, points, lines and capitals inside set apart: `Doe, Jane`, `doe-jane`, `JaneDoe`.
    private static func words(of name: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var (words, start, wasSmall) = ([ArraySlice<UInt8>](), name.startIndex, false)
        for (index, byte) in zip(name.indices, name) {
            let separates = [0x20, 0x2C, 0x2D, 0x2E, 0x5F].contains(byte)
            if separates || wasSmall && (0x41...0x5A).contains(byte) {
                if start < index { words.append(name[start..<index]) }
                start = separates ? index + 1 : index
            }
            wasSmall = (0x61...0x7A).contains(byte)
        }
        if start < name.endIndex { words.append(name[start...]) }
        return words
    }

    private static func isOfTheTrade(_ word: ArraySlice<UInt8>) -> Bool {
        if words.contains(String(decoding: word.map { $0 | 0x20 }, as: UTF8.self)) { return true }
        guard word.allSatisfy({ (0x41...0x5A).contains($0 & 0xDF) }), let kind = KnownWords.kind(of: word.span) else {
            return false
        }
        return kind != .name
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) || byte >= 0x80 }
    private static func number(_ digits: ArraySlice<UInt8>) -> Int { digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } }

    /// Words of files and folders that name no person. The list is data: add what turns up.
    private static let words: Set<String> = [
        "abdomen", "acquisition", "all", "and", "angio", "ankle", "arm", "arterial", "axial", "axis", "back",
        "baseline", "bone",
        "brain", "breast", "cardiac", "chest", "clean", "clip", "color", "contrast", "coronal", "cor", "data", "dcm",
        "deid", "delayed", "dicom", "diffusion", "dose", "dwi", "dynamic", "elbow", "enhanced", "export", "field",
        "file", "files",
        "flair", "foot", "for", "frame", "frames", "full", "gray", "grey", "hand", "head", "heart", "hip", "image",
        "images",
        "import", "index", "input", "instance", "jpeg", "knee", "large", "left", "leg", "license", "liver", "localizer",
        "long", "lossless", "lossy", "lumbar", "lung", "mammo", "map", "mask", "metadata", "movie", "multi",
        "multiframe",
        "native", "neck", "no", "none", "object", "one", "only", "optical", "original", "output", "patient", "patients",
        "pelvis", "phase", "photo", "plain", "plan", "portal", "post", "pre", "raw", "readme", "reduced", "release",
        "report", "right", "rle", "sag", "sagittal", "scan", "scans", "scout", "segmentation", "sequence", "series",
        "set", "short", "shoulder", "single", "skull", "slice", "slices", "spine", "std", "structure", "studies",
        "study", "subject", "test", "the", "thorax", "three", "tra", "transverse", "two", "ultrasound", "uncompressed",
        "venous", "video", "volume", "waveform", "whole", "with", "without", "wrist",
    ]
}
