/// What a thread keeps from one file to the next, so as not to make it anew: answers of the tables of the standard, values in
/// which nothing was found, and a buffer. Of what a file says nothing is decided by it. For one thread at a time.
public final class VerifierMemory {
    var types = TypeCache()
    let registry = UIDLookup()
    /// Of the last file; empty while a file is read.
    var window: [UInt8] = []
    var faultless = FaultlessValues()
    var places = PlaceNumbers()
    /// Off, every value is judged anew: for tests that compare.
    let remembersValues: Bool
    private var options: VerifierOptions?
    /// Those that values were judged by, the ones that a run began with first. They are held, so that no others can come to lie
    /// where they were.
    private var rules: [RuleTable] = []
    static let mostRules = 16

    public init() { remembersValues = true }

    init(remembersValues: Bool) { self.remembersValues = remembersValues }

    /// Starts a file. What was found out under other options is forgotten.
    func begin(_ options: VerifierOptions, _ rules: RuleTable) {
        registry.begin(options.uidRoots)
        if self.rules.first === rules, self.options == options { return }
        (self.options, self.rules) = (options, [rules])
        faultless.removeAll()
    }

    /// A number for rules, below `mostRules`: the same for the same ones, as long as anything judged by them is remembered.
    func number(of rules: RuleTable) -> Int {
        for number in self.rules.indices where self.rules[number] === rules { return number }
        if self.rules.count >= Self.mostRules {
            self.rules.removeSubrange(1...)
            faultless.removeAll()
        }
        self.rules.append(rules)
        return self.rules.count - 1
    }
}
