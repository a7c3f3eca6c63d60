/// Days that may be those of something that happened, by their numbers.
///
/// Only they are moved (PS3.15 E.3.6): what a device writes where nobody set its clock, or where nothing was calibrated, is known
/// to everybody, and moved it tells the offset of all days of the patient.
struct PlausibleDays: Hashable, Sendable {
    private let last: Int
    /// Outside of these the first and the last day of a year are taken for where somebody's clock or calendar begins or ends.
    private let edgesOfYears: ClosedRange<Int>
    /// Behind it there is no other day to look for.
    private let lastBeginning: Int

    /// Before, nothing was recorded in digits.
    private static let earliest = DateShift.dayNumber(1950, 1, 2)
    /// The last whole day of 32-bit clocks.
    private static let latest = DateShift.dayNumber(2038, 1, 18)
    /// Files are converted and copied years after they were made; appointments and days of expiry are ahead, too.
    private static let mostAhead = 20 * 366
    private static let year = 366

    /// Whether it may be the day on which a file was made.
    static func mayBeOwn(_ day: Int) -> Bool { (earliest...latest).contains(day) && !isBeginning(day) }

    /// - Parameter own: when the file itself was made. Of several days the last one counts that may be that, for a clock that was
    ///   not set is behind.
    init(around own: Int? = nil) {
        lastBeginning = Self.cocoa
        last = min(own.map { $0 + Self.mostAhead } ?? Self.latest, Self.latest)
        edgesOfYears = own.map { $0 - 10 * Self.year...$0 + 5 * Self.year } ?? Self.earliest...Self.latest
    }

    /// - Parameters:
    ///   - isWhole: month and day were written; of a year alone nobody can say that it stands for nothing.
    ///   - isEdgeOfYear: it is the first or the last day of one.
    @inline(__always)
    func contains(_ day: Int, isWhole: Bool, isEdgeOfYear: Bool) -> Bool {
        if day > last || isWhole && isEdgeOfYear && !edgesOfYears.contains(day) { return false }
        return day > lastBeginning || day >= Self.earliest && !(isWhole && Self.isBeginning(day))
    }

    /// Where clocks and calendars of devices and programs begin, and the day before, which is what they show in the Americas. Earlier
    /// ones (Windows, spreadsheets, VMS, Macintosh) and days that stand for no end are far away from those of every file.
    private static func isBeginning(_ day: Int) -> Bool {
        day == unix || day == unix - 1 || day == dos || day == dos - 1 || day == gps || day == gps - 1
            || day == millennium
            || day == cocoa
    }

    private static let unix = DateShift.dayNumber(1970, 1, 1)
    private static let dos = DateShift.dayNumber(1980, 1, 1)
    private static let gps = DateShift.dayNumber(1980, 1, 6)
    private static let millennium = DateShift.dayNumber(2000, 1, 1)
    private static let cocoa = DateShift.dayNumber(2001, 1, 1)
}
