"""What a run reads keeps its bytes, by whatever name an output or a report would get at it."""
import os
import pathlib
import shutil

import keys
import program
import pytest

CT = program.FIXTURES / "ct" / "slice-1.dcm"
OTHER = program.FIXTURES / "ct" / "slice-2.dcm"


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return keys.ours(tmp_path_factory.mktemp("key") / "key.txt")


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def copy(path, source=CT) -> pathlib.Path:
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, path)
    return path


def earlier_report(path):
    program.run("deid", CT, "-o", "earlier", "--report", path)
    assert pathlib.Path(path).read_text().startswith('{"input":')


@pytest.mark.parametrize("inputs", [["z/a.dcm"], ["z"]], ids=["named", "walked"])
@pytest.mark.parametrize("link", [os.link, lambda source, path: os.symlink(os.path.abspath(source), path)], ids=["hard", "symbolic"])
def test_report_over_another_name_of_an_input(place, inputs, link):
    copy("z/a.dcm")
    link("z/a.dcm", "z.jsonl")
    done = program.run("deid", *inputs, "-o", "out", "--report", "z.jsonl", "--force")
    assert done.code in (program.USAGE, program.CANNOT_CREATE), done
    assert pathlib.Path("z/a.dcm").read_bytes() == CT.read_bytes() and not pathlib.Path("out").exists()


def test_report_over_what_a_link_in_an_input_folder_leads_to(place):
    copy("z/a.dcm")
    real = copy("else/real.dcm", OTHER)
    os.symlink("../else/real.dcm", "z/link.dcm")
    done = program.run("deid", "z", "-o", "out", "--report", "else/real.dcm", "--force")
    assert done.code == program.CANNOT_CREATE and "no report" in done.err, done
    assert real.read_bytes() == OTHER.read_bytes()


def test_report_through_a_link(place):
    pathlib.Path("victim.jsonl").write_text('{"input":"precious"}\n')
    os.symlink("victim.jsonl", "link")
    done = program.run("deid", CT, "-o", "out", "--report", "link", "--force")
    assert done.code == program.CANNOT_CREATE and "symbolic link" in done.err, done
    assert pathlib.Path("victim.jsonl").read_text() == '{"input":"precious"}\n'


def test_report_over_the_list_of_recipients(place, key):
    pathlib.Path("team.txt").write_text(key.recipient + "\n")
    for link in (None, "hard.txt"):
        if link:
            os.link("team.txt", link)
        done = program.run("deid", CT, "-o", "out", "--seal-to", "team.txt", "--report", link or "team.txt", "--force")
        assert done.code == program.USAGE and "overwrite what the run reads" in done.err, done
        assert pathlib.Path("team.txt").read_text() == key.recipient + "\n"


def test_report_takes_the_place_of_an_earlier_one_only(place):
    earlier_report("r.jsonl")
    os.link("r.jsonl", "kept.jsonl")
    before = pathlib.Path("kept.jsonl").read_bytes()
    done = program.run("deid", OTHER, "-o", "out", "--report", "r.jsonl", "--force")
    assert done.code == program.DONE and str(OTHER) in program.read_report("r.jsonl").lines, done
    assert pathlib.Path("kept.jsonl").read_bytes() == before, "the other name has the earlier report"
    pathlib.Path("notes.txt").write_text("not a report")
    done = program.run("deid", OTHER, "-o", "out2", "--report", "notes.txt", "--force")
    assert done.code == program.CANNOT_CREATE and pathlib.Path("notes.txt").read_text() == "not a report", done
    pathlib.Path("empty").touch()
    assert program.run("deid", OTHER, "-o", "out2", "--report", "empty", "--force").code == program.DONE
    assert not [path for path in program.files_in(place) if path.name.endswith(".part")]


def test_report_that_is_found_among_the_inputs_is_not_read(place):
    earlier_report("r.jsonl")
    copy("z/a.dcm")
    os.symlink("../r.jsonl", "z/link")
    done = program.run("deid", "z", "-o", "out", "--report", "r.jsonl", "--force")
    assert done.code == program.QUARANTINED and "z/link: is the report of this run" in done.err, done


@pytest.fixture
def itself(place, study_key):
    """A file that is where its own output goes, and the options that make it so."""
    pathlib.Path("ku.json").write_text('{"name":"ku","extends":"basic","options":["retain-uids"]}')
    assert program.run("deid", CT, "-o", "o", "--key-file", study_key, "--profile", "keep-all").code == program.DONE
    (path,) = program.files_in("o")
    return path, ["-o", "o", "--force", "--key-file", study_key, "--profile", "ku.json"]


@pytest.mark.parametrize("case", ["named", "link", "later link", "later argument", "listed"])
def test_deid_does_not_replace_what_it_reads(itself, case):
    path, options = itself
    before = path.read_bytes()
    copy("s/b.dcm", path)
    inputs, stdin = ["s"], None
    if case == "named":
        inputs = [path]
    elif case == "later argument":
        inputs = ["s", path]
    elif case == "listed":
        inputs, stdin = ["--files-from", "-"], f"{path}\n".encode()
    else:
        os.symlink(path.absolute(), "s/a.dcm" if case == "link" else "s/c.dcm")
    done = program.run("deid", *inputs, *options, stdin=stdin)
    assert "is read by this run" in done.err and "1 written" not in done.err, done
    assert done.code == program.CANNOT_CREATE, done
    assert path.read_bytes() == before


def test_deid_does_not_replace_the_only_input(place):
    copy("in.dcm")
    os.link("in.dcm", "out.dcm")
    done = program.run("deid", "in.dcm", "-o", "out.dcm", "--force")
    assert done.code == program.CANNOT_CREATE and "is read by this run" in done.err, done
    with open("in.dcm") as file:
        done = program.run("deid", "-", "-o", "in.dcm", "--force", stdin=file)
    assert done.code == program.CANNOT_CREATE and "is read by this run" in done.err, done
    assert pathlib.Path("in.dcm").read_bytes() == CT.read_bytes()


def test_seal_does_not_replace_what_a_link_among_its_inputs_leads_to(place, key):
    copy("so/y.age", OTHER)
    copy("si/a")
    os.makedirs("si", exist_ok=True)
    os.symlink("../so/y.age", "si/y")
    # The link comes after the input whose output would replace what it leads to.
    os.symlink("../so/a.age", "si/z")
    copy("so/a.age", OTHER)
    done = program.run("seal", "-r", key.recipient, "-o", "so", "--force", "si")
    assert done.code == program.QUARANTINED and "so/y.age is the input itself" in done.err, done
    assert "so/a.age is another input" in done.err, done
    assert pathlib.Path("so/y.age").read_bytes() == pathlib.Path("so/a.age").read_bytes() == OTHER.read_bytes()
    assert pathlib.Path("so/z.age").exists(), "what is in nobody's way is sealed"


def test_one_sealed_file_does_not_replace_another_name_of_its_input(place, key):
    copy("in.dcm")
    os.link("in.dcm", "out.age")
    done = program.run("seal", "-r", key.recipient, "-o", "out.age", "--force", "in.dcm")
    assert done.code == program.CANNOT_CREATE and "is read by this run" in done.err, done
    assert pathlib.Path("out.age").read_bytes() == CT.read_bytes()
