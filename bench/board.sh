#!/bin/bash
# board: the city's board with 1,000,000 events loaded, made anew for each request, as a whole page over HTTP, against the same
# figures alone by GROUP BY. Processor time; expected at least 100 times less. Loading and rebuilding take some minutes.
#   NEEDS=200000 bench/board.sh       five events a need
. "$(dirname "$0")/lib.sh"
need sqlite3 curl
NEEDS=${NEEDS:-$(size 200000 2000)}

many_needs "$BENCH_DIR/data" "$NEEDS" 4203
db=$BENCH_DIR/data/yuanchang.db
echo "board: $(sqlite3 "$db" 'SELECT COUNT(*) FROM event') events, $(sqlite3 "$db" 'SELECT COUNT(*) FROM need') needs"
echo "board: $(sqlite3 "$db" "SELECT COUNT(*) FROM counter WHERE county = '4203' AND (place = '4203' OR above = '4203')") counters of the city and its counties"
serve "$BENCH_DIR/data"

for round in $(seq "$ROUNDS"); do
    load -c 8 -d "$(size 2 0.3)" -p "$SERVER" "$URL/place/4203/board?x=@@@@@@@@" | load_of cpu_us | awk '{ print $1 / 1000 }' >>"$BENCH_DIR/board.ms"
    load -c 8 -d "$(size 1 0.1)" -p "$SERVER" "$URL/place/4203/board" | load_of cpu_us | awk '{ print $1 / 1000 }' >>"$BENCH_DIR/kept.ms"
    sqlite3 "$db" <bench/groupby.sql | awk '/^Run Time/ { s += $6 + $8 } END { printf "%.1f\n", s * 1000 }' >>"$BENCH_DIR/groupby.ms"
done
echo "the board's page, ms of processor   $(spread <"$BENCH_DIR/board.ms")"
echo "  kept                              $(spread <"$BENCH_DIR/kept.ms")"
echo "GROUP BY alone, ms of processor     $(spread <"$BENCH_DIR/groupby.ms")"
echo "times less (at least 100)           $(ratio "$BENCH_DIR/groupby.ms" "$BENCH_DIR/board.ms")"
