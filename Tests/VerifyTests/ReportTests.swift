import Standard
import Testing

@testable import Verify

@Suite struct ReportTests {
    let finding = Finding(.notEmptied, tag: Tag(0x0010_0010), offset: 1312)

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

    /// A name that breaks every format that does not escape it.
    static let wicked = "a,b:c%d\"<&>'\n\u{1}\u{202E}é\\"

    @Test func workflowCommandsAreEscaped() {
        #expect(
            GitHubReport.line(finding, file: Self.wicked)
                == #"::error file=a%2Cb%3Ac%25d"<&>'%0A\u{1}\u{202e}é\,title=DV0103::"#
                + "(0010,0010) at byte 1312: error: PatientName: is neither empty nor a dummy")
        #expect(
            GitHubReport.line(Finding(.oddLength, offset: 0), file: "f").hasPrefix("::warning file=f,title=DV0313::"))
        #expect(GitHubReport.line(Finding(.burnedIn, offset: 0), file: "f").hasPrefix("::notice file=f,title=DV0501::"))
    }

    @Test func testCasesAreEscapedAndFailFromTheirSeverityOn() {
        let weak = Finding(.longNumber, offset: 7)
        #expect(
            JUnitReport.testCase([], file: "f", failOn: .warning)
                == "<testcase classname=\"dcmveil.verify\" name=\"f\"/>\n")
        #expect(
            JUnitReport.testCase([finding, weak], file: Self.wicked, failOn: .warning) == """
                <testcase classname="dcmveil.verify" name="a,b:c%d&quot;&lt;&amp;&gt;&apos;\\u{a}\\u{1}\u{202E}é\\">
                <failure type="DV0103" message="1 finding">
                (0010,0010) at byte 1312: error DV0103: PatientName: is neither empty nor a dummy
                </failure>
                <system-out>
                at byte 7: info DV0215: is a number with too many digits
                </system-out>
                </testcase>

                """)
        #expect(JUnitReport.testCase([finding], file: "f", failOn: .error).contains("<failure"))
        #expect(!JUnitReport.testCase([weak], file: "f", failOn: .review).contains("<failure"))
    }

    @Test func resultsOfSARIFPointAtBytes() {
        #expect(
            SARIFReport.result(finding, file: "a b/c:%.dcm", index: 3)
                == #"{"ruleId":"DV0103","ruleIndex":3,"kind":"fail","level":"error","message":{"text":"PatientName: is "#
                + #"neither empty nor a dummy."},"locations":[{"physicalLocation":{"artifactLocation":"#
                + #"{"uri":"a%20b/c%3A%25.dcm"},"region":{"byteOffset":1312}},"logicalLocations":"#
                + #"[{"fullyQualifiedName":"(0010,0010)","kind":"element"}]}]}"#)
        #expect(EscapedText.uri("//host/f") == "/.//host/f")
    }

    @Test func aCheckHasAPage() {
        #expect(CheckPage.page(.groupLength).hasPrefix("DV0309 (error): group length\n\nGroup lengths are"))
        for check in Check.allCases {
            let lines: [Substring] = CheckPage.page(check).split(separator: Character("\n"))
            #expect(lines.dropFirst().allSatisfy { $0.count <= 80 })
            #expect(CheckPage.list.contains("\(check.rawValue)  \(check.severity.rawValue) "))
        }
        #expect(Check.attributeRemains.name == "AttributeRemains")
    }

    @Test func whatWasNotVerifiedIsSaid() {
        var summary = Summary()
        summary.add([])
        summary.addUnverified()
        #expect(TextReport.line(summary) == "1 file, no findings; 1 input not verified")
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
                == #"{"summary":{"files":3,"filesWithFindings":2,"errors":1,"warnings":1,"reviews":1,"infos":0,"#
                + #""accepted":0,"notShown":0,"partlyUnchecked":0,"sealed":0,"unverified":0}}"#
        )
        #expect(!other.hasErrors && !other.hasFindings(from: .error) && other.hasFindings(from: .warning))
    }

    @Test func everyCheckExplainsItself() {
        for check in Check.allCases {
            #expect(check.rawValue.wholeMatch(of: /DV0[0-9]{3}/) != nil)
            #expect(!check.title.isEmpty && !check.title.hasSuffix("."))
            #expect(check.explanation.hasSuffix("."), "\(check.rawValue)")
            #expect(check.remedy.hasSuffix(".") && check.remedy.count > 10, "\(check.rawValue)")
            #expect(!check.remedy.contains("  ") && CheckPage.page(check).contains("\n\nWhat to do\n\n"))
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

    /// Items to review are no "nothing found", and a page says of which release it is.
    @Test func thePageAsksForAPerson() {
        func page(_ checks: [Check], _ about: ReportSubject = ReportSubject()) -> String {
            var printer = ReportPrinter(.html, failOn: .warning, version: "1", about: about)
            var summary = Summary()
            // Something of DICOM has to be there.
            let findings = checks.map { Finding($0, offset: 0) }
            _ = printer.file("a", findings)
            summary.add(findings)
            return printer.closing(summary)
        }
        #expect(page([.burnedIn]).contains("verdict open") && page([.burnedIn]).contains("One item must be looked at"))
        #expect(page([.burnedIn, .dayInText]).contains("2 items must be looked at by a person"))
        #expect(page([.encoderSignature]).contains("verdict pass") && page([]).contains("verdict pass"))
        #expect(page([.mailAddress, .burnedIn]).contains("verdict fail"))
        var about = ReportSubject()
        about.time = "2026-11-27T12:00:00Z"
        about.inputs = ["/data/export-3", "/data/Kowalczyk^Jan"]
        about.profile = "/profiles/chest.json"
        about.options = ["--against"]
        let text = page([], about)
        for part in ["2026-11-27T12:00:00Z", "export-3", "profile chest.json", "with --against"] {
            #expect(text.contains(part), "\(part)")
        }
        #expect(!text.contains("Kowalczyk") && !text.contains("/data"))
        #expect(page([]).contains("without --against, --canary and --baseline"))
    }

    /// A page says which attributes its findings are about, and that a part was not looked into.
    @Test func thePageNamesAttributes() {
        var printer = ReportPrinter(.html, failOn: .error, version: "1")
        var summary = Summary()
        let model = Finding(.doubtfulWord, tag: Tag(0x0008_1090), offset: 1)
        for findings in [[model, model], [Finding(.uncheckedStream, offset: 0)]] {
            _ = printer.file("a", findings)
            summary.add(findings)
        }
        let page = printer.closing(summary)
        #expect(page.contains("<b>Where.</b> ManufacturerModelName 2</p>"))
        #expect(page.contains("Not complete") && page.contains("<b>1</b><span>in part</span>"))
    }
}
