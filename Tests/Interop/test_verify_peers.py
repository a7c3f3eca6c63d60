"""On the outputs of other tools verify tells of every planted marker that a search of bytes finds there."""
import peers
import pytest


@pytest.mark.parametrize("tool, least", [("gdcmanon", 1500), ("dicom-anonymizer", 1000), ("dicognito", 2000)])
def test_what_other_tools_leave_is_found(tmp_path, tool, least):
    account = peers.account(tool, tmp_path)
    assert account.files > 85 and len(account.left) > least
    assert account.missed == []
    assert {kind for kind, _ in account.others} <= {"original", "replacement", "formal"}
