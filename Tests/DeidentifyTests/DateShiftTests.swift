import Foundation
import Testing

@testable import Deidentify

/// DA and DT of PS3.5 §6.2, moved by whole days.
@Suite struct DateShiftTests {
    private func da(_ text: String, _ days: Int) -> String? {
        DateShift(days: days).shiftDA(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }
    private func dt(_ text: String, _ days: Int) -> String? {
        DateShift(days: days).shiftDT(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        ("20240301", -1, "20240229"), ("20230301", -1, "20230228"), ("20000301", -1, "20000229"),
        ("19000301", -1, "19000228"), ("21000301", -1, "21000228"), ("20240229", -366, "20230228"),
        ("20240101", -1, "20231231"), ("20231231", 1, "20240101"), ("20240229", 0, "20240229"),
        ("2024.03.01", -1, "20240229"), ("20240301\\20240302", -1, "20240229\\20240301"),
        ("20240301\\\\20240302", -1, "20240229\\\\20240301"), ("20240301 ", -1, "20240229"),
        ("00010102", -1, "00010101"),
    ]) func datesMove(text: String, days: Int, expected: String) { #expect(da(text, days) == expected) }

    /// Each day of four centuries by its neighbour, so that no digit is read or written in another place.
    @Test func everyDayIsTheOneBehindTheDayBefore() {
        var day = "16000101"
        for _ in 0..<146_097 {
            let next = da(day, 1)
            guard let next, da(next, -1) == day, next > day else {
                Issue.record("\(day) \(next ?? "nothing")")
                return
            }
            day = next
        }
        #expect(day == "20000101")
    }

    @Test func aDayIsEightDigits() {
        for place in 0..<8 {
            for byte in UInt8.min ... .max
            where !(0x30...0x39).contains(byte) && byte != 0x5C && byte != 0x20 && byte != 0 {
                var day = Array("11111111".utf8)
                day[place] = byte
                #expect(DateShift(days: 1).shiftDA(day) == nil)
            }
        }
    }

    @Test(arguments: [
        "20230229", "20241301", "20240001", "20240100", "20240431", "2024", "202403", "DOE JANE", "2024-03-01",
        "2024/03/01", "20240301DOE", "20240301\\DOE", "19000229", "+2024030", "00000101",
    ]) func whatIsNoDateIsNotMoved(text: String) { #expect(da(text, -1) == nil) }

    /// By Python's datetime; beyond the year 9999 there is nothing.
    @Test(arguments: [
        ("20240229", 36500, "21240205"), ("20240229", -36500, "19240325"), ("19000228", 1, "19000301"),
        ("20000228", 1, "20000229"),
        ("99991231", -1, "99991230"),
    ]) func theLongestShifts(text: String, days: Int, expected: String) {
        #expect(da(text, days) == expected)
        #expect(dt(text + "235959.999999", days) == expected + "235959.999999")
    }

    @Test func beyondTheYear9999IsNowhere() { #expect(da("99991231", 1) == nil && dt("9999", 400) == nil) }

    @Test func beforeTheYearOneIsNowhere() { #expect(da("00010101", -1) == nil) }

    @Test func everyDayIsThatOfTheCalendar() throws {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = TimeZone(secondsFromGMT: 0)!
        let start = try #require(calendar.date(from: DateComponents(year: 1890, month: 1, day: 1)))
        func text(_ date: Date) -> String {
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            return String(format: "%04d%02d%02d", parts.year!, parts.month!, parts.day!)
        }
        for day in stride(from: 0, to: 80_000, by: 37) {
            let date = start.addingTimeInterval(Double(day) * 86400)
            let shift = -(day * 13 % 3680)
            #expect(da(text(date), shift) == text(date.addingTimeInterval(Double(shift) * 86400)))
        }
    }

    /// PS3.5 §6.2: YYYYMMDDHHMMSS.FFFFFF&ZZXX, cut short from the right.
    @Test(arguments: [
        ("20240301101112.123456+0100", -1, "20240229101112.123456+0100"), ("20240301101112", -1, "20240229101112"),
        ("2024030110", -1, "2024022910"), ("20240301", -1, "20240229"), ("202403", -1, "202402"), ("2024", -1, "2023"),
        ("2024+0100", -1, "2023+0100"), ("20240301-0500", -1, "20240229-0500"),
        ("20240301101112\\20240302", -1, "20240229101112\\20240301"),
    ]) func dateTimesKeepTheirPrecision(text: String, days: Int, expected: String) {
        #expect(dt(text, days) == expected)
    }

    @Test(arguments: ["DOE", "20", "202", "20241", "2024031", "20241301", "20240230101112"])
    func whatIsNoDateTimeIsNotMoved(text: String) { #expect(dt(text, -1) == nil) }

    /// What follows the date must be a time, a fraction and an offset: anything else is text that a person wrote.
    @Test(arguments: ["20240301 DOE JANE", "2024DOE^JANE", "20240301DOE", "2024-03-01 DOE", "20240301101112.DOE"])
    func textBehindADateIsNotMoved(text: String) {
        do {
            #expect(dt(text, -1) == nil)
        }
    }
}
