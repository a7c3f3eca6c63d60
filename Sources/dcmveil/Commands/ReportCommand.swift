import ArgumentParser
import DICOM
import Glibc

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Sum up the reports of deid, or merge them.",
        discussion: """
            Reads what deid --report wrote. What is printed holds counts only: no input, no output and no value is named.

            examples:
              dcmveil report deid.jsonl
              dcmveil report show --format html deid.jsonl > deid.html
              dcmveil report merge shard-*.jsonl > deid.jsonl
            """,
        subcommands: [Show.self, Merge.self], defaultSubcommand: Show.self)

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Print what reports add up to: a table, CSV or a page of HTML with charts.",
            discussion: """
                Several reports are added up as they are; those of shards, and of runs that went on with --resume, are \
                merged first.

                exit status: 0 done; 65 no report; 66 cannot open it

                examples:
                  dcmveil report show deid.jsonl
                  dcmveil report show --format csv deid.jsonl > deid.csv
                """)

        enum Format: String, ExpressibleByArgument, CaseIterable { case table, csv, html }

        @Argument(
            help: ArgumentHelp("Reports of deid, or - for standard input.", valueName: "report"), completion: .file())
        var reports: [String]

        @Option(help: "table, csv or html.")
        var format = Format.table

        func run() throws {
            try CommandRun.end {
                var totals = ReportTotals()
                for path in reports { try totals.add(try ReportReader(path)) }
                guard totals.inputs > 0 || !totals.summaries.isEmpty else {
                    throw Failure(
                        .badInput, "\(reports.joined(separator: ", ")): nothing is in it",
                        hint: "a run that was killed at once leaves that")
                }
                let output = StandardOutput()
                switch format {
                case .table: try output.write(ReportForms.table(totals))
                case .csv: try output.write(ReportForms.csv(totals))
                case .html: try output.write(ReportForms.html(totals))
                }
                try output.flush()
                return .done
            }
        }
    }

    struct Merge: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "merge",
            abstract: "Make one report of those of shards, or of a run and those that went on with it.",
            discussion: """
                The result is what one run over all inputs would have reported, in the order of the inputs. Of an input \
                that stands in several reports the last one counts, unless it only says that an earlier run has done it; \
                so name reports in the order of the runs.

                exit status: 0 every input is accounted for; 2 something is missing: a shard, the end of a run, or what \
                became of inputs that an earlier run has done; 65 the reports do not fit together

                examples:
                  dcmveil report merge shard-*.jsonl > deid.jsonl
                  dcmveil report merge monday.jsonl tuesday.jsonl -o deid.jsonl
                """)

        @Argument(help: ArgumentHelp("Reports of deid.", valueName: "report"), completion: .file())
        var reports: [String]

        @Option(
            name: [.short, .long], help: ArgumentHelp("A new file; by default standard output.", valueName: "file"),
            completion: .file())
        var output: String?

        func run() throws {
            try CommandRun.end {
                var merge = try ReportMerge(reports)
                let isWhole: Bool
                if let output, output != "-" {
                    let file = try AtomicFile(output)
                    let sink = DescriptorSink(descriptor: file.descriptor)
                    var pending: [UInt8] = []
                    func flush() throws(Failure) {
                        do throws(TransferError) { try unsafe sink.write(pending.span.bytes) } catch {
                            guard case .write(let cause) = error else {
                                throw Failure(.io, "\(output): cannot write it")
                            }
                            throw Failure(.io, "\(output): cannot write it: \(Failure.reason(cause.errno))")
                        }
                        pending.removeAll(keepingCapacity: true)
                    }
                    isWhole = try merge.run { line throws(Failure) in
                        pending += line
                        if pending.count >= 256 << 10 { try flush() }
                    }
                    try flush()
                    guard try file.commit(replacing: false) == .done else {
                        throw Failure(.cannotCreate, "\(output): is there already", hint: "choose another name")
                    }
                } else {
                    let out = StandardOutput()
                    isWhole = try merge.run { line throws(Failure) in try out.write(line) }
                    try out.flush()
                }
                if !isWhole {
                    StandardError.say(
                        "not whole: the report of a shard is missing, or a run did not come to its end",
                        hint: "let it go on with --resume, and merge again")
                }
                if merge.unreported > 0 {
                    StandardError.say(
                        "\(merge.unreported) inputs were done by a run of which no report says more than that",
                        hint: "name its report, too; of a run that was killed, the last tenth of a second is in none")
                }
                return isWhole && merge.unreported == 0 ? .done : .quarantined
            }
        }
    }
}
