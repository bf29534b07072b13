#!/bin/bash
# plans: the lists of needs in a county of 100,000 needs. Expected: nothing walked from end to end, no sort of more than
# 1,000 rows. Lines that fall short end with "<-"; then the exit code is 1.
. "$(dirname "$0")/lib.sh"
need sqlite3
NEEDS=${NEEDS:-100000}
build plans
demo_data "$BENCH_DIR/data"
sed "s/\$NEEDS/$NEEDS/; s/\$UNDER/420325/g" bench/million.sql | sqlite3 "$BENCH_DIR/data/yuanchang.db" >/dev/null
"$YC" rebuild --data "$BENCH_DIR/data" >/dev/null
"$BENCH_DIR/plans" "$BENCH_DIR/data/yuanchang.db"
