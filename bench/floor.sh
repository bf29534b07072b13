#!/bin/bash
# floor: processor time of a list of needs made anew (20 rows), against the floor: a server that reads the same rows with the same
# queries, copies a page of the same length and sends it, and does nothing else (floor.c). Both on the same data, in turn.
# Expected: at most 3 times.
#   ROUNDS=7 SECONDS_EACH=2 CONNECTIONS=16 VILLAGE=420325102212 bench/floor.sh
. "$(dirname "$0")/lib.sh"
need curl
EACH=${SECONDS_EACH:-$(size 2 0.2)} CONNECTIONS=${CONNECTIONS:-16} VILLAGE=${VILLAGE:-420325102212}

demo_data "$BENCH_DIR/data"
serve "$BENCH_DIR/data"
OURS=$SERVER PAGE=$URL/place/$VILLAGE/need
curl -fsS "$PAGE" -o "$BENCH_DIR/page.html"
PROGRAM=$(build floor)
"$PROGRAM" "$BENCH_DIR/data/yuanchang.db" "$VILLAGE" "$BENCH_DIR/page.html" >"$BENCH_DIR/floor.out" &
FLOOR=$!
PIDS+=("$FLOOR")
until FLOOR_URL=$(sed -n 's/^listening on //p' "$BENCH_DIR/floor.out") && [ -n "$FLOOR_URL" ]; do
    kill -0 "$FLOOR" || exit 1
    sleep 0.05
done
curl -fsS "$FLOOR_URL/" | cmp - "$BENCH_DIR/page.html"
echo "floor: a page of $(wc -c <"$BENCH_DIR/page.html") bytes, $CONNECTIONS connections"

for round in $(seq "$ROUNDS"); do
    load -c "$CONNECTIONS" -a 16 -d "$EACH" -p "$OURS" "$PAGE?x=@@@@@@@@" | load_of cpu_us >>"$BENCH_DIR/ours.us"
    load -c "$CONNECTIONS" -a 16 -d "$EACH" -p "$FLOOR" "$FLOOR_URL/?x=@@@@@@@@" | load_of cpu_us >>"$BENCH_DIR/floor.us"
done
echo "made anew, us a request         $(spread <"$BENCH_DIR/ours.us")"
echo "the floor, us a request         $(spread <"$BENCH_DIR/floor.us")"
echo "times the floor (at most 3)     $(ratio "$BENCH_DIR/ours.us" "$BENCH_DIR/floor.us")"
