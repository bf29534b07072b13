#!/bin/bash
# board: the city's board with 1,000,000 events loaded, as a whole page over HTTP, against the same figures alone by GROUP
# BY. Processor time; expected at least 100 times less. Loading and rebuilding take some minutes.
#   NEEDS=200000 bench/board.sh       five events a need
. "$(dirname "$0")/lib.sh"
need wrk sqlite3 curl
NEEDS=${NEEDS:-200000}

demo_data "$BENCH_DIR/data"
db=$BENCH_DIR/data/yuanchang.db
sed "s/\$NEEDS/$NEEDS/; s/\$UNDER/4203/g" bench/million.sql | sqlite3 "$db" >/dev/null
echo "board: $(sqlite3 "$db" 'SELECT COUNT(*) FROM event') events, $(sqlite3 "$db" 'SELECT COUNT(*) FROM need') needs"
"$YC" rebuild --data "$BENCH_DIR/data" >/dev/null
echo "board: $(sqlite3 "$db" "SELECT COUNT(*) FROM counter WHERE county = '4203' AND (place = '4203' OR above = '4203')") counters of the city and its counties"
serve "$BENCH_DIR/data"
for i in $(seq 50); do # the outbox is swept each second
    [ "$(sqlite3 "$db" 'SELECT COUNT(*) FROM outbox')" != 0 ] || break
    sleep 0.2
done
curl -fsS "$URL/place/4203/board" -o "$BENCH_DIR/board.html"

for round in $(seq "$ROUNDS"); do
    before=$(cpu_ms "$SERVER")
    n=$(wrk_count "$URL/place/4203/board" 2 8)
    after=$(cpu_ms "$SERVER")
    awk -v ms=$((after - before)) -v n="$n" 'BEGIN { printf "%.4f\n", ms / n }' >>"$BENCH_DIR/board.ms"
    sqlite3 "$db" <bench/groupby.sql | awk '/^Run Time/ { s += $6 + $8 } END { printf "%.1f\n", s * 1000 }' >>"$BENCH_DIR/groupby.ms"
done
echo "the board's page, ms of processor   $(spread <"$BENCH_DIR/board.ms")"
echo "GROUP BY alone, ms of processor     $(spread <"$BENCH_DIR/groupby.ms")"
echo "times less (at least 100)           $(ratio "$BENCH_DIR/groupby.ms" "$BENCH_DIR/board.ms")"
