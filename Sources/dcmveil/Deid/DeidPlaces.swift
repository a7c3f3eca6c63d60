/// Where what `deid` reads and writes lies: nothing that it writes takes the place of what it reads, or gets among the inputs.
struct DeidPlaces {
    let inputs: [String]
    /// What else the run reads: keys, profile, lists, recipients, roles and certificates. What is no path does no harm.
    let others: [String]
    /// As `-o` says it.
    let output: String
    let report: String?
    let metadata: String?
    let canary: String?
    let linkage: String?
    let quarantine: String?

    /// What the run reads.
    var read: [String] { inputs + others }

    /// The report takes the place of no file that the run reads, and the output not that of the report.
    func checkReport() throws(Failure) {
        guard let report, report != "-" else { return }
        let place = Folders.resolvedTarget(report)
        if output != "-", Paths.areEqual(place, Folders.resolvedTarget(output)) {
            throw Failure(.usage, "\(output): is both report and output", hint: "choose another name")
        }
        for input in inputs where input != "-" {
            guard case .folder = Folders.kind(of: input), let resolved = Folders.resolved(input),
                Paths.contains(resolved, place)
            else { continue }
            throw Failure(.usage, "the report \(report) lies in the input \(input)", hint: "choose another place")
        }
        guard let target = Folders.resolved(report) else { return }
        if isRead(target) { throw overwriting(report) }
    }

    func overwriting(_ report: String) -> Failure {
        Failure(.usage, "the report \(report) would overwrite what the run reads", hint: "choose another name")
    }

    /// Nothing is written into an input folder, where the next run would take it for input, nor over what the run reads.
    func check(_ place: OutputPlace) throws(Failure) {
        let target: String
        switch place {
        case .standardOutput, .archive(nil): return
        case .file(let path), .folder(let path), .archive(let path?), .dataset(let path):
            target = Folders.resolvedTarget(path)
        }
        for path in others where path != "-" {
            guard let resolved = Folders.resolved(path), Paths.areEqual(resolved, target) else { continue }
            throw Failure(.usage, "\(output): is read by this run", hint: "choose another name")
        }
        try NewOutput.check(output, liesInNoneOf: inputs)
    }

    /// A file that is written beside the outputs.
    ///
    /// - Parameters:
    ///   - kind: what the person calls it.
    ///   - files: that the run writes, too.
    func check(_ path: String, called kind: String, besides files: [String?]) throws(Failure) {
        let target = Folders.resolvedTarget(path)
        if isRead(target) {
            throw Failure(
                .usage, "the \(kind) \(path) lies in, or overwrites, what the run reads", hint: "choose another place")
        }
        for other in [output] + files.compactMap({ $0 }) where other != "-" {
            guard Paths.areEqual(Folders.resolvedTarget(other), target) else { continue }
            throw Failure(.usage, "\(path): is two things at once", hint: "choose another name")
        }
    }

    /// What links outputs to patients is not given away with them.
    func checkApart(_ linkage: String, from place: OutputPlace) throws(Failure) {
        switch place {
        case .folder(let folder), .dataset(let folder):
            guard Paths.contains(Folders.resolvedTarget(folder), Folders.resolvedTarget(linkage)) else { return }
            throw Failure(
                .usage, "the linkage \(linkage) lies in the output \(folder)",
                hint: "keep it apart from what is given away")
        case .file, .standardOutput, .archive: return
        }
    }

    func checkQuarantine(_ place: OutputPlace) throws(Failure) {
        guard let quarantine else { return }
        let target = Folders.resolvedTarget(quarantine)
        if let input = inputHolding(target) {
            throw Failure(.usage, "the folder \(quarantine) lies in the input \(input)", hint: "choose another place")
        }
        if case .folder(let output) = place, Paths.contains(Folders.resolvedTarget(output), target) {
            throw Failure(
                .usage, "the folder \(quarantine) lies in the output \(output)",
                hint: "what it holds is not de-identified")
        }
    }

    func checkJournal(_ path: String) throws(Failure) {
        let target = Folders.resolvedTarget(path)
        if let input = inputHolding(target) {
            throw Failure(
                .usage, "the journal \(path) lies in the input \(input)", hint: "name another place with --journal")
        }
        if path == "-" { throw Failure(.usage, "--journal is a file", hint: "name one") }
        try check(path, called: "journal", besides: [report, metadata, canary, linkage, quarantine])
    }

    /// Nothing but what is sealed lies in a dataset.
    func checkDataset() throws(Failure) {
        let target = Folders.resolvedTarget(output)
        for path in [report, metadata, quarantine, canary, linkage].compactMap({ $0 }) where path != "-" {
            guard Paths.contains(target, Folders.resolvedTarget(path)) else { continue }
            throw Failure(.usage, "\(path): lies in the dataset", hint: "choose another place")
        }
    }

    private func inputHolding(_ target: String) -> String? {
        inputs.first { input in
            input != "-" && Folders.resolved(input).map { Paths.contains($0, target) } == true
        }
    }

    /// - Parameter target: resolved.
    private func isRead(_ target: String) -> Bool {
        read.contains { path in
            path != "-" && Folders.resolved(path).map { Paths.contains($0, target) } == true
        }
    }
}
