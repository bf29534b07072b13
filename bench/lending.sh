#!/bin/bash
# lending: how long a proposal of who lends officials to whom takes for 3,000 villages with 20,000 links.
. "$(dirname "$0")/lib.sh"
lending_bench=$(build lending_bench)
"$lending_bench"
