"""The first thing that a newcomer does: `make demo` ends well, and shows what README says it shows."""
import subprocess

import program


def test_the_demo_ends_well():
    program.tool("dcmdump"), program.tool("age")
    done = subprocess.run(
        ["bash", "Tools/setup/demo.sh", program.binary()], cwd=program.ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert done.stdout.count("identical") == 2 and "quarantined, by reason" in done.stdout
