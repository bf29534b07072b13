#!/bin/bash
# likeness: precision and recall of "is it this one?" on tests/data/alike.tsv, 200 pairs labelled by hand.
. "$(dirname "$0")/lib.sh"
build likeness_bench
"$BENCH_DIR/likeness_bench" tests/data/alike.tsv
