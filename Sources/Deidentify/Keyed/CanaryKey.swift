extension StudyKey {
    /// What tokens of removed values are hashed under: for a filter that can be asked by who has the key, and by nobody else.
    public func canaryFunction() -> KeyedFunction { KeyedFunction(self, domain: "canary", release: "") }

    /// What a file with such a filter is authenticated by.
    public func canarySeal() -> KeyedFunction { KeyedFunction(self, domain: "canary-file", release: "") }
}
