import DICOM

@testable import Deidentify

/// What became of a file, with nothing left out.
struct Outcome: Equatable {
    var bytes: [UInt8] = []
    var counts: [Int] = []
    var notes: [FileReport.Note] = []
    var identity: [String] = []
    var error: String?
}

func outcome(of file: [UInt8], _ deidentifier: inout FileDeidentifier) -> Outcome {
    var outcome = Outcome()
    let sink = MemorySink()
    do throws(DeidentifyError) {
        let report = try deidentifier.run(MemorySource(file)) {
            outcome.identity = [$0.patient, $0.studyInstanceUID, $0.seriesInstanceUID, $0.sopInstanceUID]
            return sink
        }
        outcome.bytes = sink.bytes
        outcome.counts = [
            report.kept, report.removed, report.emptied, report.replaced, report.cleaned, report.uids, report.dates,
            report.privateAttributes, report.codestreams, report.furtherNotes,
        ]
        outcome.notes = report.notes
    } catch { outcome.error = "\(error)" }
    return outcome
}

func deidentifier(_ profile: CompiledProfile, limits: DataSetReader.Limits = .init()) -> FileDeidentifier {
    FileDeidentifier(
        profile: profile, pseudonyms: Pseudonyms(testKey, release: ""), versionName: "dcmveil test", limits: limits)
}
