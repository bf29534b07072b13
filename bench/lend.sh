#!/bin/bash
# lending: how long a proposal of who lends officials to whom takes for 3,000 villages with 20,000 links.
. "$(dirname "$0")/lib.sh"
lend_bench=$(build lend_bench)
"$lend_bench"
