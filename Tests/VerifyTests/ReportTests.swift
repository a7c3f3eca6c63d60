import Testing

@testable import Verify

@Suite struct ReportTests {
    let finding = Finding(.notEmptied, path: "(0010,0010)", offset: 1312, keyword: "PatientName")

    @Test func textLinesNamePlaceRuleAndReason() {
        #expect(
            TextReport.line(finding, file: "in.dcm")
                == "in.dcm: (0010,0010) at byte 1312: error DV0103: PatientName: is neither empty nor a dummy")
        #expect(
            TextReport.line(Finding(.emptyFile, offset: 0), file: "a\nb\u{1B}[2J")
                == "a\\u{a}b\\u{1b}[2J: at byte 0: error DV0002: empty file")
    }

    @Test func jsonLinesAreEscaped() {
        #expect(
            JSONReport.line(finding, file: "a\"\\\n\u{1}é")
                == #"{"file":"a\"\\\n\u0001é","id":"DV0103","severity":"error","path":"(0010,0010)","offset":1312,"#
                + #""message":"PatientName: is neither empty nor a dummy"}"#)
    }

    @Test func summariesCount() {
        var summary = Summary()
        summary.add([])
        #expect(!summary.hasFindings && TextReport.line(summary) == "1 file, no findings")
        summary.add([finding, Finding(.burnedIn, offset: 0)])
        var other = Summary()
        other.add([Finding(.oddLength, offset: 0)])
        summary.merge(other)
        #expect(summary.hasErrors && summary.hasFindings(from: .warning))
        #expect(TextReport.line(summary) == "3 files, 2 with findings: 1 error, 1 warning, 1 to review")
        #expect(
            JSONReport.line(summary)
                == #"{"summary":{"files":3,"filesWithFindings":2,"errors":1,"warnings":1,"reviews":1,"infos":0}}"#)
        #expect(!other.hasErrors && !other.hasFindings(from: .error) && other.hasFindings(from: .warning))
    }

    @Test func everyCheckExplainsItself() {
        for check in Check.allCases {
            #expect(check.rawValue.wholeMatch(of: /DV0[0-9]{3}/) != nil)
            #expect(!check.title.isEmpty && !check.title.hasSuffix("."))
            #expect(check.explanation.hasSuffix("."), "\(check.rawValue)")
            #expect(Check(id: check.rawValue) == check)
        }
        #expect(Check(id: "DV9999") == nil)
    }

    @Test func noReportHoldsAValue() {
        let secret = "Zyxwv^Utsrq"
        let file = CleanFile.with {
            $0.set(0x0010_0010, "PN", secret)
            $0.set(0x0010_4000, "LT", secret)
            $0.set(0x0011_0010, "LO", secret)
            $0.set(0x0070_0081, "LO", secret)
            $0.set(0x0018_0050, "DS", secret)
            $0.tail = Array(secret.utf8)
        }
        let findings = Verifier().verify(bytes: file)
        #expect(findings.count == 6)
        for finding in findings {
            #expect(!TextReport.line(finding, file: "f").contains("Zyxwv"))
            #expect(!JSONReport.line(finding, file: "f").contains("Zyxwv"))
        }
    }
}
