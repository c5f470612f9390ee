#!/usr/bin/env bash
# Checks and times the CUDA op on a machine with an NVIDIA GPU, which needs no network, no .NET and no CUDA toolkit: the driver is enough.
#
#   gpu.sh pack FOLDER    here, with the .NET SDK: publishes spn into FOLDER, with this script and the PyTorch twin beside it
#   gpu.sh run            there, inside FOLDER: checks every kernel against the reference, times them, writes results.md
#
# compute-sanitizer and a python3 with PyTorch are used where they are present; where not, results.md says "skipped".
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)

pack() {
    local folder=$1
    mkdir -p "$folder" && folder=$(cd "$folder" && pwd) &&
        dotnet publish -c Release -r linux-x64 --self-contained "$here/../../src/Spn.Tool" -o "$folder/spn" -v quiet &&
        cp "$here/gpu.sh" "$here/torch_propagation.py" "$folder/" &&
        echo "packed: take $folder to the machine and run $(basename "$folder")/gpu.sh run there"
}

run() {
    local spn="$here/spn/Spn.Tool" out="$here/results.md"
    [ -x "$spn" ] || { echo "gpu.sh: expected spn beside this script, found none; make the folder with 'gpu.sh pack FOLDER'" >&2; return 2; }
    # Where the machine has no ICU library, texts are compared without it.
    export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
    {
        echo "## $(date -u +%Y-%m-%d)"
        echo
        nvidia-smi --query-gpu=name,driver_version,memory.total,clocks.max.mem,power.limit --format=csv,noheader 2>/dev/null || echo "nvidia-smi is not present"
        echo
        "$spn" info | grep CUDA
        echo
        echo "### Every kernel against the reference, the naive ones beside the scans (\`spn check cuda\`)"
        echo
        echo '```'
        "$spn" check cuda || echo "FAILED with exit status $?"
        echo '```'
        echo
        echo "### compute-sanitizer (\`spn check cuda --quick\`)"
        echo
        if command -v compute-sanitizer >/dev/null; then
            for tool in memcheck racecheck synccheck; do
                echo '```'
                report=$(compute-sanitizer --tool "$tool" --error-exitcode 3 "$spn" check cuda --quick 2>&1)
                status=$?
                echo "$tool: $(tail -n 2 <<<"$report" | tr '\n' ' ')"
                # Passed is only what says so: a tool that could not start or was killed has no summary.
                [ "$status" -eq 0 ] && grep -q 'SUMMARY: 0 ' <<<"$report" || echo "$tool: FAILED with exit status $status"
                echo '```'
            done
        else
            echo "skipped: compute-sanitizer is not present"
        fi
        echo
        echo "### Times (\`spn bench cuda\`)"
        echo
        if table=$("$spn" bench cuda); then
            echo "$table"
            echo
            echo "### What was to be shown"
            echo
            # Columns: shape, work, ms, GB/s, share of the copy.
            awk -F' *[|] *' '
                $2 == "16×8×1024×1024" && $3 ~ /^(left to right|right to left|top to bottom|bottom to top)$/ {
                    print "- " $2 ", " $3 ": " $6 " of the copy, wanted 85 %: " ($6 + 0 >= 85 ? "reached" : "missed") }
                $2 == "1×32×64×64" && $3 == "four + max" {
                    print "- " $2 ", " $3 ": " $4 " ms, wanted 0.05 ms: " ($4 + 0 <= 0.05 ? "reached" : "missed") }' <<<"$table"
        else
            status=$?
            echo "$table"
            echo "FAILED with exit status $status"
        fi
        echo
        echo "### The same op in PyTorch on the same GPU"
        echo
        if python3 -c 'import torch; raise SystemExit(not torch.cuda.is_available())' 2>/dev/null; then
            python3 "$here/torch_propagation.py" || echo "FAILED with exit status $?"
        else
            echo "skipped: no python3 with PyTorch that sees the GPU"
        fi
    } 2>&1 | tee "$out"
    # The group above runs in a subshell: what failed there stands in what it wrote.
    if ! grep -q ' checks, 0 failures' "$out" || grep -qE 'FAILED|^spn: |Unhandled exception|Traceback|[1-9][0-9]* failures|SUMMARY: [1-9]' "$out"; then
        echo "gpu.sh: something failed, see $out" >&2
        return 1
    fi
    echo "gpu.sh: all passed, see $out"
}

case "${1:-}" in
pack) [ $# -eq 2 ] || { echo "usage: gpu.sh pack FOLDER" >&2; exit 2; }; pack "$2" ;;
run) run ;;
*) echo "usage: gpu.sh pack FOLDER | gpu.sh run" >&2; exit 2 ;;
esac
