#!/bin/bash
# likeness: precision and recall of "is it this one?" on tests/data/alike.tsv, 200 pairs labelled by hand; then how long it
# takes to find the most alike of 100,000 titles.
. "$(dirname "$0")/lib.sh"
build likeness_bench
"$BENCH_DIR/likeness_bench" tests/data/alike.tsv
build likeness_index_bench
"$BENCH_DIR/likeness_index_bench"
