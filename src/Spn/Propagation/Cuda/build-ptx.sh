#!/usr/bin/env bash
# Builds propagation.ptx.gz from propagation.cu with clang's NVPTX back end: no CUDA toolkit. Usage: build-ptx.sh [OUTPUT]
# CLANG names another compiler. The same major version of clang gives the same text, compressed without a name or a date.
set -euo pipefail
cd "$(dirname "$0")"
output=${1:-propagation.ptx.gz}
clang=${CLANG:-clang}
temporary=$(mktemp)
trap 'rm -f "$temporary"' EXIT
"$clang" -x cuda --cuda-device-only --cuda-gpu-arch=sm_70 -nocudainc -nocudalib -fcuda-short-ptr -mllvm --nvptx-short-ptr -Xclang -target-feature -Xclang +ptx63 \
    -std=c++17 -O3 -fno-exceptions -fno-rtti -Wall -Wextra -Werror -I. -S propagation.cu -o - >"$temporary"
major=$("$clang" -dumpversion | cut -d. -f1)
{
    echo "// Generated from propagation.cu by build-ptx.sh with clang $major. Do not edit."
    sed '1,/^\/\/ *$/{/^\/\//d}' "$temporary"
} | gzip -9n >"$output"
