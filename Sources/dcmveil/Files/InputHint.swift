/// What is said of inputs that cannot be read, beside why.
enum InputHint {
    /// Of a file whose name ends as those of `seal` do.
    static let sealed = "it looks sealed; open it first: dcmveil open -i KEY -o FILE FILE.age"
}
