#!/bin/bash
# start: from the command to the first answer, and resident memory, with Shiyan and the demonstration loaded.
# Expected: under 300 ms, under 50 MB after a hundred pages.
. "$(dirname "$0")/lib.sh"
need curl

demo_data "$BENCH_DIR/data"
for round in $(seq "$ROUNDS"); do
    begun=$(date +%s%N)
    serve "$BENCH_DIR/data"
    curl -fsS "$URL/healthz" -o "$BENCH_DIR/health"
    ended=$(date +%s%N)
    echo $(( (ended - begun) / 1000000 )) >>"$BENCH_DIR/start.ms"
    awk '/^VmRSS/ { printf "%.1f\n", $2 / 1024 }' "/proc/$SERVER/status" >>"$BENCH_DIR/idle.mb"
    for i in $(seq 25); do
        for page in /place/4203/board /place/420325102212 /place/420325102212/need /place/420325102212/board; do
            curl -fsS "$URL$page" -o "$BENCH_DIR/page"
        done
    done
    awk '/^VmRSS/ { printf "%.1f\n", $2 / 1024 }' "/proc/$SERVER/status" >>"$BENCH_DIR/used.mb"
    awk '/^RssAnon/ { printf "%.1f\n", $2 / 1024 }' "/proc/$SERVER/status" >>"$BENCH_DIR/anon.mb"
    stop "$SERVER"
done
echo "start to first answer, ms (under 300)    $(spread <"$BENCH_DIR/start.ms")"
echo "resident when started, MB                $(spread <"$BENCH_DIR/idle.mb")"
echo "resident after 100 pages, MB (under 50)  $(spread <"$BENCH_DIR/used.mb")"
echo "of it our own (not files), MB            $(spread <"$BENCH_DIR/anon.mb")"
