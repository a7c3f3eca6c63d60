import Verify

/// The totals of reports as text for a terminal, as CSV (RFC 4180) and as one page of HTML that needs nothing else.
enum ReportForms {
    static func table(_ totals: ReportTotals) -> String {
        var text = ""
        for (name, value) in facts(totals) { text += "\(name): \(value)\n" }
        if let lack = lack(totals) { text += "not whole: \(lack)\n" }
        for section in totals.sections {
            text += "\n\(section.title)\n"
            let width = section.rows.map { String($0.count).count }.max() ?? 0
            for (name, count) in section.rows {
                let digits = String(count)
                text +=
                    "  \(String(repeating: " ", count: width - digits.count))\(digits)  \(TerminalEscape.shown(name))\n"
            }
        }
        return text
    }

    /// What was done with what, where it is the same in all reports.
    private static func facts(_ totals: ReportTotals) -> [(name: String, text: String)] {
        totals.areOfSeveralKinds ? [("several runs", "with different profiles, keys or versions")] : totals.facts
    }

    /// What the account lacks; `nil` where it is whole.
    private static func lack(_ totals: ReportTotals) -> String? {
        if totals.isWhole { return nil }
        let missing = totals.missingShards
        if missing.isEmpty { return "a run was cut short" }
        let shown =
            missing.prefix(8).joined(separator: ", ") + (missing.count > 8 ? " and \(missing.count - 8) more" : "")
        return "no report is of shard \(shown)"
    }

    static func csv(_ totals: ReportTotals) -> String {
        var text = "section,name,count\r\n"
        for section in totals.sections {
            for (name, count) in section.rows {
                text += "\(CSVField.quoted(section.title)),\(CSVField.quoted(name)),\(count)\r\n"
            }
        }
        return text
    }

    static func html(_ totals: ReportTotals) -> String {
        var text = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>dcmveil report</title>
            <style>
            body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 60em; padding: 0 1em; color: #222; background: #fff }
            h1 { font-size: 1.5em } h2 { font-size: 1.1em; margin: 1.8em 0 .4em }
            table { border-collapse: collapse; width: 100% } td { padding: .15em .5em .15em 0 }
            td.n { text-align: right; font-variant-numeric: tabular-nums; width: 7em } td.b { width: 45% }
            svg { display: block; width: 100%; height: 1em } rect { fill: #3b73af }
            .warn { background: #fff3d6; padding: .5em 1em } dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1em }
            dd { margin: 0; overflow-wrap: anywhere }
            @media (prefers-color-scheme: dark) { body { color: #ddd; background: #181818 } .warn { background: #4a3a10 } }
            </style></head><body>
            <h1>De-identification: \(totals.inputs) inputs</h1>

            """
        if let lack = lack(totals) {
            text += "<p class=\"warn\">Not the account of all inputs: \(Verify.EscapedText.xml(lack)).</p>\n"
        }
        text += "<dl>"
        for (name, value) in facts(totals) {
            text += "<dt>\(Verify.EscapedText.xml(name))</dt><dd>\(Verify.EscapedText.xml(value))</dd>"
        }
        text += "</dl>\n"
        for section in totals.sections {
            let most = max(section.rows.map(\.count).max() ?? 1, 1)
            text += "<h2>\(Verify.EscapedText.xml(section.title))</h2>\n<table>\n"
            for (name, count) in section.rows {
                let width = Double(count) / Double(most) * 100
                text += "<tr><td>\(Verify.EscapedText.xml(name))</td><td class=\"n\">\(count)</td><td class=\"b\">"
                text +=
                    "<svg role=\"img\" aria-label=\"\(count)\"><rect width=\"\((width * 10).rounded() / 10)%\" height=\"100%\"/></svg></td></tr>\n"
            }
            text += "</table>\n"
        }
        return text + "</body></html>\n"
    }
}

/// A field of CSV (RFC 4180).
enum CSVField {
    static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { ![0x22, 0x2C, 0x0A, 0x0D].contains($0) }
        if isPlain, text.utf8.first != 0x20, text.utf8.last != 0x20 { return text }
        return "\"" + text.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }
}
