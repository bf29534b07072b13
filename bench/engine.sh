#!/bin/bash
# engine: what the engines cost, part after part, each beside what it is compared with. Real elections are counted where
# $YC_SHARED (../shared/data) holds them.
set -euo pipefail
cd "$(dirname "$0")/.."
for part in bench/engine_*.sh bench/book.sh bench/likeness.sh; do
    echo "== $part"
    "$part" "$@"
done
