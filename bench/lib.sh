# lib: what the benches share. Sourced, not run. Every bench makes its own folder, starts both sides, runs them in turn in
# one go and prints ratios with their spread: on a busy machine both sides suffer alike, so ratios hold where rates do not.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

YC=${YC:-out/yuanchang}
OUT=$(dirname "$YC")
ROUNDS=${ROUNDS:-7}
BENCH_DIR=$(mktemp -d "${TMPDIR:-/tmp}/yuanchang-bench.XXXXXX")
chmod a+x "$BENCH_DIR"
PIDS=()

need() {
    local tool
    for tool in "$@"; do
        command -v "$tool" >/dev/null || { echo "bench: $tool is missing (tools/setup bench)" >&2; exit 1; }
    done
}

cleanup() {
    local pid
    for pid in "${PIDS[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${PIDS[@]}"; do wait "$pid" 2>/dev/null || true; done
    [ ! -d "$BENCH_DIR/pg" ] || tests/pg.sh stop "$BENCH_DIR"
    rm -rf "$BENCH_DIR"
}
trap cleanup EXIT

# A data folder with the demonstration, made once and copied. demo_data FOLDER
demo_data() {
    if [ ! -d "$BENCH_DIR/demo" ]; then
        "$YC" init --data "$BENCH_DIR/demo" --no-admin >/dev/null
        "$YC" demo --data "$BENCH_DIR/demo" >/dev/null
    fi
    cp -r "$BENCH_DIR/demo" "$1"
}

# Starts the server and waits for it. serve FOLDER [settings..]: sets SERVER (pid) and URL
serve() {
    local folder=$1
    shift
    "$YC" serve --data "$folder" --port 0 --log error "$@" >"$folder/serve.out" 2>"$folder/serve.err" &
    SERVER=$!
    PIDS+=("$SERVER")
    local i
    for i in $(seq 500); do
        URL=$(sed -n 's/^listening on //p' "$folder/serve.out")
        [ -z "$URL" ] || return 0
        kill -0 "$SERVER" 2>/dev/null || { cat "$folder/serve.err" >&2; return 1; }
        sleep 0.02
    done
    echo "bench: the server does not answer" >&2
    return 1
}

stop() {
    kill "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

# Processor time of a process and of its children that have ended, in ms. cpu_ms PID..
cpu_ms() {
    local pid sum=0 stat
    for pid in "$@"; do
        stat=$(sed 's/.*) //' "/proc/$pid/stat") # after the name, which may hold spaces
        set -- $stat
        sum=$((sum + ${12} + ${13} + ${14} + ${15}))
    done
    echo $((sum * 1000 / $(getconf CLK_TCK)))
}

# Builds a program of ours from bench/NAME.c with the whole library. build NAME
build() {
    make -s OUT="$OUT" "$OUT/libyuanchang.a" >/dev/null
    cc -std=gnu17 -D_GNU_SOURCE -O2 -Isrc -I"$OUT" $(pkg-config --cflags libpq) -o "$BENCH_DIR/$1" "bench/$1.c" \
        "$OUT/libyuanchang.a" $(pkg-config --libs sqlite3 libpq libmicrohttpd jansson libsodium libqrencode zlib libdeflate gmp) \
        -lxlsxwriter -lpthread -lm
}

# Median, least and most of numbers, one a line.
spread() {
    sort -g | awk '{ v[NR] = $1 } END {
        if (NR == 0) { print "-"; exit }
        m = NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2
        printf "%.3g (%.3g to %.3g, %d rounds)\n", m, v[1], v[NR], NR }'
}

# ratio A B: of two files with a number a line, round by round.
ratio() { paste "$1" "$2" | awk '$2 > 0 { print $1 / $2 }' | spread; }

# Requests that wrk got answered in a run, and checks that all were 200. wrk_count URL SECONDS CONNECTIONS [SCRIPT]
wrk_count() {
    wrk -t1 -c"$3" -d"$2s" ${4:+-s "$4"} "$1" >"$BENCH_DIR/wrk.out"
    if grep -q 'Non-2xx\|Socket errors' "$BENCH_DIR/wrk.out"; then
        cat "$BENCH_DIR/wrk.out" >&2
        return 1
    fi
    awk '/requests in/ { print $1 }' "$BENCH_DIR/wrk.out"
}

# What a command costs: least processor ms, least wall ms, peak MB, over ROUNDS runs. cost COMMAND..
cost() {
    [ -x "$BENCH_DIR/cost" ] || cc -O1 -o "$BENCH_DIR/cost" bench/cost.c
    "$BENCH_DIR/cost" "$ROUNDS" "$@"
}
