#!/bin/bash
# likeness: precision and recall of "is it this one?" on tests/data/alike.tsv, 200 pairs labelled by hand; then how long it
# takes to find the most alike of 100,000 titles.
. "$(dirname "$0")/lib.sh"
likeness_bench=$(build likeness_bench)
"$likeness_bench" tests/data/alike.tsv
likeness_index_bench=$(build likeness_index_bench)
"$likeness_index_bench"
