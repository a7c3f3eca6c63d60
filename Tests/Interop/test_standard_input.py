"""Each fixture through a pipe: the same bytes as from a file under the same key, or the same refusal."""
import program


def test_pipe_and_file_agree(deidentified, study_key, fixture_files):
    differ = []
    for path in fixture_files:
        name = str(path.relative_to(program.FIXTURES))
        result = deidentified[name]
        done = program.run("deid", "-", "-o", "-", "--key-file", study_key, "--profile", "basic", stdin=path.read_bytes())
        if result.output is None:
            if done.code != program.BAD_INPUT or done.out and result.reason in ("not-dicom", "dicomdir"):
                differ.append((name, done.code, done.err))
        elif done.code != program.DONE or done.out != result.output.read_bytes():
            differ.append((name, done.code, done.err))
    assert not differ


def test_redirected_file_on_standard_input(deidentified, study_key, tmp_path):
    result = deidentified["ct/slice-1.dcm"]
    with open(result.source, "rb") as source:
        done = program.run("deid", "-", "-o", tmp_path / "x.dcm", "--key-file", study_key, "--profile", "basic", stdin=source)
    assert done.code == program.DONE and (tmp_path / "x.dcm").read_bytes() == result.output.read_bytes()
