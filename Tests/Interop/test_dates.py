"""Under basic-modified-dates every date of a patient moves by one number of days; under basic none is left."""
import datetime
import re

import pixels
import pytest
import standard

UNREADABLE_BY_PYDICOM = ("quirks/undefined-length-un-big-endian.dcm", "quirks/vr-of-the-future.dcm")
DATE = re.compile(r"(\d{4})(\d\d)(\d\d)|(\d{4})\.(\d\d)\.(\d\d)")


def day(text: str) -> datetime.date | None:
    match = DATE.match(text)
    return datetime.date(*(int(part) for part in match.groups() if part)) if match else None


#: Known to everybody: moved, they would tell the offset.
PUBLISHED = {0x00080106, 0x00080107, 0x00181204, 0x00181205, 0x0040DB06, 0x0040DB07, 0x00686226, 0x00686270, 0x0072000A}


def moves(tag) -> bool:
    row = standard.row(tag)
    return int(tag) not in PUBLISHED and (row is None or row[standard.MODIFIED_DATES] == "C")


@pytest.fixture(scope="module")
def pairs(deidentified_with_dates):
    """(file, patient, path, VR, value before, value after) of every date and time that stayed in place."""
    found = []
    for name, result in deidentified_with_dates.items():
        if result.output is None or name in UNREADABLE_BY_PYDICOM:
            continue
        data_set = pixels.read(result.source)
        before = dict(standard.walk(data_set))
        patient = (str(data_set.get("PatientID") or data_set.get("StudyInstanceUID")),
                   str(data_set.get("IssuerOfPatientID", "")) if data_set.get("PatientID") else "")
        for path, element in standard.walk(pixels.read(result.output)):
            if element.VR in ("DA", "DT", "TM") and path in before and before[path].VR == element.VR:
                for old, new in zip(standard.values(before[path]), standard.values(element)):
                    found.append((name, patient, path, element.VR, str(old), str(new)))
    return found


def test_dates_of_a_patient_move_by_one_offset(pairs):
    offsets, moved = {}, 0
    for name, patient, path, vr, old, new in pairs:
        if vr == "TM" or not moves(path[-1]) or not day(old):
            continue
        # A day that no clock was set to, or far away from those of the file.
        if new == "" or new in standard.DUMMIES:
            continue
        days = (day(new) - day(old)).days
        assert offsets.setdefault(patient, days) == days, (name, standard.name(path))
        # What follows the day is as precise as it was.
        assert new[8:] == old[8:] or "." in old[:8], (name, standard.name(path))
        moved += 1
    assert moved > 300
    assert len(set(offsets.values())) > 5
    assert all(-3680 <= days <= -30 for days in offsets.values())


def test_times_stay(pairs):
    times = [(name, path, old, new) for name, _, path, vr, old, new in pairs if vr == "TM" and moves(path[-1])]
    assert len(times) > 100
    for name, path, old, new in times:
        # The form of ACR-NEMA 1.0 comes out in today's.
        assert new == old.replace(":", ""), (name, standard.name(path))


def test_dates_that_do_not_move_say_nothing(pairs):
    for name, _, path, _, old, new in pairs:
        if not moves(path[-1]):
            assert new == "" or new in standard.DUMMIES, (name, standard.name(path))


def test_intervals_between_files_survive(deidentified_with_dates):
    def study(name):
        result = deidentified_with_dates[name]
        return (day(str(pixels.read(path).StudyDate)) for path in (result.source, result.output))

    first, first_after = study("ct/slice-1.dcm")
    later, later_after = study("pet/pet.dcm")
    assert first != later and later - first == later_after - first_after


def test_no_date_is_left_under_basic(deidentified):
    for name, result in deidentified.items():
        if result.output:
            for path, element in standard.walk(pixels.read(result.output)):
                if element.VR in ("DA", "DT", "TM"):
                    assert standard.says_nothing(element), (name, standard.name(path))
