/// What a thread keeps from one file to the next, so as not to make it anew: answers of the tables of the standard, values in
/// which nothing was found, and a buffer. Of what a file says nothing is decided by it. For one thread at a time.
public final class VerifierMemory {
    var types = TypeCache()
    let registry = UIDLookup()
    /// Of the last file; empty while a file is read.
    var window: [UInt8] = []
    /// Of the last file; empty while a file is read, whose check has it then: a class is asked at every access whether nobody else
    /// is at it.
    var faultless = FaultlessValues()
    var places = PlaceNumbers()
    /// Off, every value is judged anew: for tests that compare.
    let remembersValues: Bool
    private var options: VerifierOptions?
    /// Those that the last file began with.
    private var firstRules: RuleTable?
    /// What values were judged by, with its number. Held, so that no others can come to lie where they were.
    private var rules: [(table: RuleTable, number: Int)] = []
    private var lastNumber = 0
    private static let mostRules = 16

    public init() { remembersValues = true }

    init(remembersValues: Bool) { self.remembersValues = remembersValues }

    /// Starts a file. What was found out under other options, or in files that began with other rules, is not found again.
    func begin(_ options: VerifierOptions, _ rules: RuleTable) {
        registry.begin(options.uidRoots)
        if firstRules === rules, self.options == options { return }
        (self.options, firstRules, self.rules) = (options, rules, [])
    }

    /// A number for rules: the same for the same ones under the same options, until it is forgotten, and never that of others.
    func number(of rules: RuleTable) -> Int {
        for entry in self.rules where entry.table === rules { return entry.number }
        if self.rules.count >= Self.mostRules { self.rules = [] }
        lastNumber += 1
        self.rules.append((rules, lastNumber))
        return lastNumber
    }
}
