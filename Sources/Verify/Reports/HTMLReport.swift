/// Findings as one page for people: no script, nothing from elsewhere, and no value of an element unless it was asked for.
///
/// Holds counts, and findings of a bounded number of files: the page of a million files still opens.
struct HTMLReport {
    private struct FileEntry {
        var path: String
        var findings: [Finding]
        var count: Int
        var worst: Severity
    }

    /// Findings carry values.
    let showsValues: Bool
    private let about: ReportSubject
    private var counts: [Check: (count: Int, files: Int)] = [:]
    /// Which attributes a kind of finding is about, by keyword.
    private var attributes: [Check: [String: Int]] = [:]
    private var accepted: [Check: Int] = [:]
    private var files: [FileEntry] = []
    private var moreFiles = 0
    private var places: [String: Int] = [:]
    private var unverified: [(path: String, reason: String)] = []
    private static let maximumFiles = 500
    private static let maximumFindingsOfFile = 50
    private static let maximumUnverified = 200
    /// Attributes of a kind that are counted, and those that are named.
    private static let maximumAttributes = (counted: 500, named: 8)

    init(showsValues: Bool, about: ReportSubject = ReportSubject()) {
        self.showsValues = showsValues
        self.about = about
    }

    /// - Parameter shown: how many of the findings may be listed.
    mutating func add(_ path: String, _ findings: [Finding], shown: Int) {
        var seen: Set<Check> = []
        for finding in findings {
            if finding.accepted != nil {
                accepted[finding.check, default: 0] += finding.count
                continue
            }
            let isNew = seen.insert(finding.check).inserted
            let entry = counts[finding.check] ?? (0, 0)
            counts[finding.check] = (entry.count + finding.count, entry.files + (isNew ? 1 : 0))
            count(attributeOf: finding)
        }
        let counting = findings.filter { $0.accepted == nil }
        guard let worst = counting.map(\.severity).max(), shown > 0 else { return }
        let listed = counting.prefix(min(shown, Self.maximumFindingsOfFile))
        // What came up when all files had been seen goes to the file's other findings.
        if let index = places[path] {
            files[index].findings += listed.prefix(Self.maximumFindingsOfFile - files[index].findings.count)
            files[index].count += counting.reduce(0) { $0 + $1.count }
            files[index].worst = max(files[index].worst, worst)
            return
        }
        guard files.count < Self.maximumFiles else {
            moreFiles += 1
            return
        }
        places[path] = files.count
        files.append(
            FileEntry(
                path: path, findings: Array(listed), count: counting.reduce(0) { $0 + $1.count }, worst: worst))
    }

    /// A message begins with the keyword, where there is one.
    private mutating func count(attributeOf finding: Finding) {
        guard !finding.tagPath.isEmpty, let end = finding.message.firstIndex(of: ":"),
            finding.message[end...].dropFirst(2) == finding.check.title
        else { return }
        let keyword = String(finding.message[..<end])
        var names = attributes[finding.check] ?? [:]
        guard names[keyword] != nil || names.count < Self.maximumAttributes.counted else { return }
        names[keyword, default: 0] += finding.count
        attributes[finding.check] = names
    }

    mutating func addUnverified(_ path: String, _ reason: String) {
        if unverified.count < Self.maximumUnverified { unverified.append((path, reason)) }
    }

    /// The whole page.
    ///
    /// - Parameter severity: from which on findings fail the run.
    func page(_ summary: Summary, failOn severity: Severity, version: String) -> String {
        let isIncomplete = !summary.isComplete || summary.dicomFiles + summary.sealed == 0
        let fails = summary.hasFindings(from: severity)
        let verdict =
            fails
            ? (
                "fail", "Do not release",
                "There are findings from “\(severity.rawValue)” upward; \(Self.number(summary.filesWithFindings)) of "
                    + "\(Self.number(summary.files)) files have findings."
                    + (isIncomplete ? " Not everything could be checked." : "")
            )
            : isIncomplete
                ? (
                    "open", "Not complete",
                    "Nothing was found from “\(severity.rawValue)” upward, but not everything could be checked."
                )
                : summary.reviews > 0
                    ? (
                        "open",
                        summary.reviews == 1
                            ? "One item must be looked at by a person"
                            : "\(Self.number(summary.reviews)) items must be looked at by a person",
                        "Nothing was found from “\(severity.rawValue)” upward, but a program cannot tell what these are. "
                            + "What a person has seen and found harmless can be accepted in a baseline."
                    )
                    : (
                        "pass", "Nothing found from “\(severity.rawValue)” upward",
                        "Read below what no program can check."
                    )
        var page = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>dcmveil verify</title><style>\(Self.style)</style></head><body>
            <header><h1>De-identification check</h1>
            <p class="by">dcmveil verify \(Self.text(version)) · \(Self.notice(showsValues))</p>
            \(subject())</header>
            <section class="verdict \(verdict.0)"><h2>\(verdict.1)</h2><p>\(verdict.2)</p></section>
            <section class="tiles">
            """
        for (name, count, kind) in [
            ("files", summary.files, "plain"), ("errors", summary.errors, "error"),
            ("warnings", summary.warnings, "warning"), ("to review", summary.reviews, "review"),
            ("to know", summary.infos, "info"), ("accepted", summary.accepted, "plain"),
            ("sealed", summary.sealed, "plain"), ("in part", summary.partlyUnchecked, "plain"),
            ("not checked", summary.unverified, "plain"),
        ] {
            page +=
                "<div class=\"tile \(count == 0 ? "none" : kind)\"><b>\(Self.number(count))</b><span>\(name)</span></div>\n"
        }
        page += "</section>\n" + kinds() + listedFiles() + left() + Self.scope
        return page + "</main></body></html>\n"
    }

    private static func notice(_ showsValues: Bool) -> String {
        showsValues
            ? "<strong>this page holds values of elements: keep it as you keep the originals</strong>"
            : "no value of any element is in this page"
    }

    /// Of which release this is the page.
    private func subject() -> String {
        var parts: [String] = []
        if let time = about.time { parts.append(Self.text(time)) }
        if !about.inputs.isEmpty {
            parts.append(
                "of " + about.shownInputs.map { "<span class=\"path\">\(Self.text($0))</span>" }.joined(separator: ", ")
            )
        }
        parts.append(
            about.profile.map { "held to the profile \(Self.text(ReportSubject.name(of: $0)))" }
                ?? "held to the Basic Profile, or to the one that a file states")
        parts.append(
            about.options.isEmpty
                ? "without --against, --canary and --baseline" : "with \(about.options.joined(separator: ", "))")
        return "<p class=\"by\">\(parts.joined(separator: " · "))</p>"
    }

    private func kinds() -> String {
        var text = "<main><section><h2>Findings by kind</h2>\n"
        if counts.isEmpty { return text + "<p>There are none.</p></section>\n" }
        let sorted = counts.keys.sorted {
            ($1.severity, counts[$1]?.count ?? 0, $0.rawValue) < ($0.severity, counts[$0]?.count ?? 0, $1.rawValue)
        }
        for check in sorted {
            let (count, files) = counts[check] ?? (0, 0)
            text += """
                <details class="kind"><summary><span class="tag \(check.severity.rawValue)">\(check.severity.rawValue)</span>
                <code>\(check.rawValue)</code> <span class="title">\(Self.text(check.title))</span>
                <span class="count">\(Self.number(count)) in \(Self.number(files)) file\(files == 1 ? "" : "s")</span></summary>
                \(mostOften(check))<p>\(Self.text(check.explanation))</p><p><b>What to do.</b> \(Self.text(check.remedy))</p></details>

                """
        }
        return text + "</section>\n"
    }

    private func mostOften(_ check: Check) -> String {
        guard let names = attributes[check] else { return "" }
        let sorted = names.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let named = sorted.prefix(Self.maximumAttributes.named).map { "\(Self.text($0.key)) \(Self.number($0.value))" }
        let rest = sorted.count - named.count
        return "<p><b>\(rest > 0 ? "Most often" : "Where").</b> \(named.joined(separator: ", "))"
            + (rest > 0 ? " and \(Self.number(rest)) other \(rest == 1 ? "attribute" : "attributes")" : "") + "</p>"
    }

    private func listedFiles() -> String {
        if files.isEmpty { return "" }
        var text = "<section><h2>Findings by file</h2>\n"
        let order = files.indices.sorted { (files[$1].worst, $0) < (files[$0].worst, $1) }
        for file in order.map({ files[$0] }) {
            text += """
                <details class="file"><summary><span class="tag \(file.worst.rawValue)">\(file.worst.rawValue)</span>
                <span class="path">\(Self.text(file.path))</span><span class="count">\(Self.number(file.count))</span></summary>
                <div class="scroll"><table><tr><th>where</th><th>byte</th><th>check</th><th>what</th>\(showsValues ? "<th>value</th>" : "")</tr>

                """
            for finding in file.findings {
                text += "<tr class=\"\(finding.severity.rawValue)\"><td><code>\(Self.text(finding.tagPath))</code></td>"
                text += "<td class=\"n\">\(finding.offset)</td><td><code>\(finding.id)</code></td>"
                text += "<td>\(Self.text(finding.message))</td>"
                if showsValues { text += "<td class=\"v\"><code>\(Self.text(finding.value ?? ""))</code></td>" }
                text += "</tr>\n"
            }
            text += "</table></div>"
            let more = file.count - file.findings.reduce(0) { $0 + $1.count }
            if more > 0 { text += "<p class=\"more\">and \(Self.number(more)) more</p>" }
            text += "</details>\n"
        }
        if moreFiles > 0 {
            text +=
                "<p class=\"more\">\(Self.number(moreFiles)) further files with findings are counted above and not listed.</p>\n"
        }
        return text + "</section>\n"
    }

    private func left() -> String {
        var text = ""
        if !unverified.isEmpty {
            text += "<section><h2>Not checked</h2><ul>\n"
            for input in unverified {
                text += "<li><span class=\"path\">\(Self.text(input.path))</span>: \(Self.text(input.reason))</li>\n"
            }
            text += "</ul></section>\n"
        }
        if !accepted.isEmpty {
            text += "<section><h2>Accepted by the baseline</h2><ul>\n"
            for (check, count) in accepted.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                text += "<li><code>\(check.rawValue)</code> \(Self.text(check.title)): \(Self.number(count))</li>\n"
            }
            text += "</ul></section>\n"
        }
        return text
    }

    private static let scope = """
        <section class="two"><div><h2>What was checked</h2><ul>
        <li>every byte of every file but the pixels themselves: preamble, File Meta Information, data elements at all levels, fragments, what follows the end</li>
        <li>each attribute of PS3.15 Table E.1-1, private elements, text that the table does not list</li>
        <li>values of the wrong form, text among numbers, names in codes, titles with names, words of no list, addresses, telephone numbers, days, ages above 89</li>
        <li>segments of JPEG, JPEG-LS, JPEG 2000 and RLE streams</li>
        <li>what the file says of its de-identification</li>
        <li>the files beside each other: UIDs, patients, studies, series, dates; names of files and folders</li>
        </ul></div><div><h2>What no program can check</h2><ul>
        <li>text and faces in the pixels: a person has to look, at ultrasound, scanned documents and head scans first of all</li>
        <li>whether a technical term happens to be somebody’s name</li>
        <li>whether a rare disease, device or body makes a person known together with other data</li>
        <li>text inside compressed pixel data, and what is listed under DV0508</li>
        <li>whether the originals, the study key and this page are kept apart</li>
        </ul></div></section>

        """

    private static let style = """
        :root{--ink:#1c2430;--soft:#5b6675;--line:#dde3ea;--back:#f6f8fa;--card:#fff;--error:#b3261e;--warning:#9a5b00;\
        --review:#2456a6;--info:#5b6675;--pass:#1d6b3e}
        @media(prefers-color-scheme:dark){:root{--ink:#e7ecf2;--soft:#9aa7b6;--line:#2d3742;--back:#12171d;--card:#1a2129;\
        --error:#ff8a80;--warning:#f0b35a;--review:#8ab4f8;--info:#9aa7b6;--pass:#7bd3a0}}
        *{box-sizing:border-box}body{margin:0 auto;max-width:1100px;padding:2rem 1.25rem 4rem;background:var(--back);color:var(--ink);\
        font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
        h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:0 0 .6rem}.by{color:var(--soft);margin:.1rem 0 1.2rem;font-size:.9rem}
        section{margin:0 0 2rem}.verdict{border:1px solid var(--line);border-left:6px solid;border-radius:8px;padding:1rem 1.2rem;background:var(--card)}
        .verdict h2{font-size:1.35rem;margin:0}.verdict p{margin:.2rem 0 0;color:var(--soft)}
        .verdict.fail{border-left-color:var(--error)}.verdict.fail h2{color:var(--error)}.verdict.pass{border-left-color:var(--pass)}\
        .verdict.pass h2{color:var(--pass)}.verdict.open{border-left-color:var(--warning)}.verdict.open h2{color:var(--warning)}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(100px,1fr));gap:.7rem}
        .tile{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.7rem .9rem}.tile b{display:block;font-size:1.5rem;\
        line-height:1.2;font-variant-numeric:tabular-nums}.tile span{color:var(--soft);font-size:.85rem}.tile.none b{color:var(--soft);font-weight:400}
        .tile.error b{color:var(--error)}.tile.warning b{color:var(--warning)}.tile.review b{color:var(--review)}
        details{background:var(--card);border:1px solid var(--line);border-radius:8px;margin:0 0 .45rem;padding:.5rem .9rem}
        details[open]{padding-bottom:.8rem}summary{cursor:pointer;display:flex;gap:.6rem;align-items:baseline;list-style:none}
        summary::-webkit-details-marker{display:none}summary::before{content:"▸";color:var(--soft)}details[open]>summary::before{content:"▾"}
        summary .title,summary .path{flex:1;min-width:0}.path{word-break:break-all;font-size:.9rem}.count{color:var(--soft);white-space:nowrap;font-size:.9rem}
        details p{margin:.6rem 0 0;max-width:75ch}.tag{font-size:.75rem;font-weight:600;border:1px solid;border-radius:99px;padding:0 .55rem;\
        min-width:4.6rem;text-align:center}.tag.error{color:var(--error)}.tag.warning{color:var(--warning)}.tag.review{color:var(--review)}\
        .tag.info{color:var(--info)}code{font:.85em ui-monospace,"DejaVu Sans Mono",monospace}
        .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;margin-top:.6rem;font-size:.88rem}th{text-align:left;color:var(--soft);font-weight:500}
        th,td{padding:.25rem .7rem .25rem 0;border-bottom:1px solid var(--line);vertical-align:top}td.n{font-variant-numeric:tabular-nums}
        td:nth-child(4){min-width:16rem}td.v{overflow-wrap:anywhere;min-width:12rem}.by strong{color:var(--error)}.more{color:var(--soft);font-size:.9rem}ul{margin:.2rem 0;padding-left:1.2rem}li{margin:.2rem 0}
        .two{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:1rem}.two>div{background:var(--card);\
        border:1px solid var(--line);border-radius:8px;padding:1rem 1.2rem}
        @media(max-width:600px){summary{flex-wrap:wrap}summary .title,summary .path{flex-basis:100%;order:1}summary .count{margin-left:auto}}
        @media print{body{background:#fff;max-width:none}details{break-inside:avoid}\
        details::details-content{content-visibility:visible;block-size:auto}}
        """

    private static func text(_ text: String) -> String { EscapedText.xml(EscapedText.visible(text)) }

    /// Digits in groups of three, with narrow spaces.
    private static func number(_ number: Int) -> String {
        let digits = Array(String(number))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "\u{202F}" }
            text.append(digit)
        }
        return text
    }
}
