#!/bin/bash
# start: from the command to the first answer, and resident memory, with Shiyan and the demonstration loaded: at the start, after
# a hundred pages, and while 64 and 256 clients ask for pages that are made anew. Expected: under 300 ms, under 50 MB after a
# hundred pages.
. "$(dirname "$0")/lib.sh"
need curl
PAGES=(/place/4203/board /place/420325102212 /place/420325102212/need /place/420325102212/board)

demo_data "$BENCH_DIR/data"
# Resident memory of the server, all of it or only its own. resident VmRSS|RssAnon
resident() { awk -v key="$1:" '$1 == key { printf "%.1f\n", $2 / 1024 }' "/proc/$SERVER/status"; }

for round in $(seq "$ROUNDS"); do
    begun=$(date +%s%N)
    serve "$BENCH_DIR/data"
    curl -fsS "$URL/healthz" -o "$BENCH_DIR/health"
    ended=$(date +%s%N)
    echo $(((ended - begun) / 1000000)) >>"$BENCH_DIR/start.ms"
    resident VmRSS >>"$BENCH_DIR/idle.mb"
    load -c 1 -n 100 "${PAGES[@]/#/$URL}" >/dev/null
    resident VmRSS >>"$BENCH_DIR/used.mb"
    resident RssAnon >>"$BENCH_DIR/anon.mb"
    for clients in 64 256; do
        asked=("${PAGES[@]/#/$URL}")
        load -c "$clients" -a 16 -d "$(size 3 0.3)" "${asked[@]/%/?x=@@@@@@@@}" >/dev/null
        resident VmRSS >>"$BENCH_DIR/clients.$clients.mb"
    done
    stop "$SERVER"
done
echo "start to first answer, ms (under 300)    $(spread <"$BENCH_DIR/start.ms")"
echo "resident when started, MB                $(spread <"$BENCH_DIR/idle.mb")"
echo "resident after 100 pages, MB (under 50)  $(spread <"$BENCH_DIR/used.mb")"
echo "of it our own (not files), MB            $(spread <"$BENCH_DIR/anon.mb")"
for clients in 64 256; do
    echo "resident at $clients clients, MB          $(spread <"$BENCH_DIR/clients.$clients.mb")"
done
