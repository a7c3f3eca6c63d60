/// Finds where files lie: `\\server\share\name`, `C:\Users\name`, `/home/name/images`, `~name/images`. Folders are called as people are.
extension TextCleaner {
    mutating func markPaths() {
        var index = 0
        while index < tokens.list.count {
            guard let last = pathOfWindows(at: index) ?? pathOfUnix(at: index) else {
                index += 1
                continue
            }
            mark(index...last, .pattern)
            index = last + 1
        }
    }

    /// A server behind two backslashes, or a drive, with all folders. These have spaces in their names, too.
    private func pathOfWindows(at index: Int) -> Int? {
        let next = index + 1
        let before = tokens.separator(before: index)
        let isServer =
            before.suffix(2).elementsEqual([Self.backslash, Self.backslash])
            || before.last == Self.backslash && (before.count > 1 || index == 0) && next < tokens.list.count
                && tokens.separator(before: next).elementsEqual([Self.backslash])
        let isDrive =
            tokens.list[index].isSingleLetter && next < tokens.list.count
            && (tokens.separator(before: next).elementsEqual([UInt8(ascii: ":"), Self.backslash])
                || tokens.separator(before: next).elementsEqual(":/".utf8))
        guard isServer || isDrive else { return nil }
        var last = index
        for place in next..<max(next, min(tokens.list.count, index + Self.longest)) {
            let separator = tokens.separator(before: place)
            if separator.contains(0x0A) { break }
            let isFolder = separator.contains(Self.backslash) || isDrive && separator.elementsEqual("/".utf8)
            if isFolder {
                if place - last > Self.mostWords { break }
                last = place
            }
        }
        return endOfRun(last)
    }

    /// Folders from one that systems have, or somebody's own.
    private func pathOfUnix(at index: Int) -> Int? {
        let separator = tokens.separator(before: index)
        let isFirst = index == 0 && separator.isEmpty || separator.last.map { $0 <= 0x20 } ?? false
        // Users/hand
        if isFirst, Self.sureRoots.contains(tokens.list[index].hash), index + 1 < tokens.list.count,
            tokens.separator(before: index + 1).elementsEqual("/".utf8)
        {
            return endOfRun(index)
        }
        guard let sign = separator.last, sign == UInt8(ascii: "/") || sign == UInt8(ascii: "~") else { return nil }
        // //server/hand, ../hand/ct
        if separator.suffix(3).elementsEqual("../".utf8) || separator.suffix(2).elementsEqual("//".utf8),
            index + 1 < tokens.list.count, tokens.separator(before: index + 1).elementsEqual("/".utf8)
        {
            return endOfRun(index)
        }
        let before = separator.dropLast().last
        guard before == nil && index == 0 || before.map({ $0 <= 0x20 || "\"'(=:~".utf8.contains($0) }) ?? false else {
            return nil
        }
        let next = index + 1
        let goesOn = next < tokens.list.count && tokens.separator(before: next).elementsEqual("/".utf8)
        let isOwn = sign == UInt8(ascii: "~") || before == UInt8(ascii: "~")
        // /x/hand/ct
        let isDeep =
            goesOn && next + 1 < tokens.list.count && tokens.separator(before: next + 1).elementsEqual("/".utf8)
        guard isOwn || isDeep || goesOn && Self.roots.contains(tokens.list[index].hash) else { return nil }
        return isOwn && !goesOn && tokens.list[index].kind == .number ? nil : endOfRun(index)
    }

    /// The last token up to a space.
    private func endOfRun(_ index: Int) -> Int {
        var last = index
        while last + 1 < tokens.list.count, !tokens.separator(before: last + 1).contains(where: { $0 <= 0x20 }) {
            last += 1
        }
        return last
    }

    private static let backslash: UInt8 = 0x5C
    /// Folders, and words in the name of one.
    private static let longest = 32
    private static let mostWords = 4
    private static let sureRoots = WordHash.set("users home volumes mnt")
    private static let roots = WordHash.set(
        "home users user mnt data media var tmp temp usr opt srv export net volumes root nas vol scratch project projects work archive storage share shared documents private archives patients studies incoming dicom images"
    )
}
