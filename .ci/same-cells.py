"""Compares an executed notebook with another one: the same cells, no error, outputs of the same kinds."""
import json
import sys


def cells(path):
    with open(path, encoding="utf-8") as file:
        return [cell for cell in json.load(file)["cells"] if cell["cell_type"] == "code"]


def kinds(cell):
    """The kinds of what a cell shows, without console text, which comes in pieces, and the script that starts Jupyter's front end."""
    shown = [output for output in cell["outputs"] if output["output_type"] != "stream" and "CACHE_BUSTER" not in str(output)]
    return [(output["output_type"], sorted(output.get("data", {}))) for output in shown]


def printed(cell):
    return any(output["output_type"] == "stream" and output["name"] == "stdout" for output in cell["outputs"])


ours, theirs = cells(sys.argv[1]), cells(sys.argv[2])
wrong = [] if len(ours) == len(theirs) else [f"{len(ours)} cells here, {len(theirs)} there"]
for one, other in zip(ours, theirs):
    if "".join(one["source"]) != "".join(other["source"]):
        wrong.append(f"{one['id']}: the source differs")
    if any(output["output_type"] == "error" for output in other["outputs"]):
        wrong.append(f"{one['id']}: an error")
    if kinds(one) != kinds(other) or printed(one) != printed(other):
        wrong.append(f"{one['id']}: {kinds(one)} here, {kinds(other)} there")
print("\n".join(wrong), end="\n" if wrong else "")
sys.exit(1 if wrong else 0)
