#!/bin/bash
# plans: the lists of needs in a county of 100,000 needs, asked of SQLite without statistics (nobody's duty is ANALYZE).
# Expected of each: nothing walked from end to end, no sort of more than 1,000 rows, and at most five times the steps of the plain
# list when it read whole needs, so that no more than some 2,000 rows are walked. Lines that fall short end with "<-"; then the exit
# code is 1.
. "$(dirname "$0")/lib.sh"
need sqlite3
NEEDS=${NEEDS:-$(size 100000 3000)}
plans=$(build plans)
many_needs "$BENCH_DIR/data" "$NEEDS" 420325
[ -z "$(sqlite3 "$BENCH_DIR/data/yuanchang.db" "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")" ]
"$plans" "$BENCH_DIR/data/yuanchang.db"
