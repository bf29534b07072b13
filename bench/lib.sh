# lib: what the benches share. Sourced, not run. Every bench makes its own folder, starts both sides, runs them in turn in
# one go and prints ratios with their spread: on a busy machine both sides suffer alike, so ratios hold where rates do not.
#
#   YC=out/yuanchang   the program; OTHER=PROGRAM another one beside it, where a bench says so
#   ROUNDS=7           how often both sides run
#   BENCH_SMOKE=1      everything once and small, to see that it runs (bench/all.sh smoke): what it prints measures nothing
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

NAME=$(basename "$0" .sh)
YC=${YC:-out/yuanchang}
OTHER=${OTHER:-}
# How much of something. size FULL SMOKE
size() { if [ -n "${BENCH_SMOKE:-}" ]; then echo "$2"; else echo "$1"; fi; }
ROUNDS=${ROUNDS:-$(size 7 1)}
BENCH_DIR=$(mktemp -d "${TMPDIR:-/tmp}/yuanchang-bench.XXXXXX")
chmod a+x "$BENCH_DIR"
PIDS=()

# Without these there is nothing to measure.
need() {
    local tool
    for tool in "$@"; do
        command -v "$tool" >/dev/null || { echo "$NAME: $tool is missing (tools/setup build run test)" >&2; exit 1; }
    done
}

# Is a peer here? Where it is not, the bench says so and goes on without it. have TOOL
have() {
    command -v "$1" >/dev/null && return
    echo "$NAME: no $1 here (tools/setup bench), left out"
    return 1
}

cleanup() {
    local pid
    for pid in "${PIDS[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${PIDS[@]}"; do wait "$pid" 2>/dev/null || true; done
    [ ! -d "$BENCH_DIR/pg" ] || tests/pg.sh stop "$BENCH_DIR"
    rm -rf "$BENCH_DIR"
}
trap cleanup EXIT

# A data folder with the demonstration, played once and copied ($BENCH_DEMO: where it lies already).
# demo_data FOLDER [PROGRAM]
demo_data() {
    local program=${2:-$YC} demo=${BENCH_DEMO:-$BENCH_DIR/demo}
    [ "$program" = "$YC" ] || demo=$BENCH_DIR/demo-other
    if [ ! -d "$demo" ]; then
        "$program" init --data "$demo" --no-admin >/dev/null
        "$program" demo --data "$demo" >/dev/null
    fi
    cp -r "$demo" "$1"
}

# The demonstration with very many needs under a place (bench/million.sql), its figures and terms made anew.
# many_needs FOLDER NEEDS UNDER [PROGRAM [SQL, done to them before that]]
many_needs() {
    demo_data "$1" "${4:-$YC}"
    more_needs "$1" "$2" "$3"
    [ -z "${5:-}" ] || sqlite3 "$1/yuanchang.db" "$5"
    "${4:-$YC}" rebuild --data "$1" >/dev/null
}
more_needs() { sed "s/\$NEEDS/$2/; s/\$UNDER/$3/g" bench/million.sql | sqlite3 "$1/yuanchang.db" >/dev/null; }

# Starts the server and waits for it. serve FOLDER [settings..]: sets SERVER (pid) and URL. serve_of PROGRAM FOLDER ..
serve() { serve_of "$YC" "$@"; }
serve_of() {
    local program=$1 folder=$2
    shift 2
    : "${LOAD:=$(build load)}"
    : >"$folder/serve.out" # an address of another time would be believed
    "$program" serve --data "$folder" --port 0 --log error "$@" >"$folder/serve.out" 2>"$folder/serve.err" &
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

# Builds bench/NAME.c as the rest is built, with the whole library, and prints where it is ($BENCH_BUILT: that was done).
# build NAME
build() {
    [ -n "${BENCH_BUILT:-}" ] || make -s "out/bench/$1" >&2
    echo "out/bench/$1"
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

# Asks by HTTP: bench/load.c, which says its options. Prints its one line; load_of KEY takes a figure from such lines.
load() {
    "$LOAD" "$@"
}
load_of() { awk -v key="$1" '{ for (i = 1; i < NF; i += 2) if ($i == key) print $(i + 1) }'; }
AS_BROWSERS=(-H 'Accept-Encoding: gzip' -H 'Accept-Language: zh-CN,zh;q=0.9')

# The cookies of someone of the demonstration, for load -H. signed_in NAME
signed_in() {
    local jar=$BENCH_DIR/cookies
    rm -f "$jar"
    curl -fsS -c "$jar" -o /dev/null -H 'Accept: application/json' -H 'Content-Type: application/json' \
        -d "{\"name\":\"$1\",\"password\":\"yuanchang-2026\"}" "$URL/login"
    awk '!/^# / && NF > 6 { sub(/^#HttpOnly_/, ""); printf "%s%s=%s", n++ ? "; " : "Cookie: ", $6, $7 }' "$jar"
}

# Households that may raise needs: their requests, for raise. Twenty an hour each. raisers FOLDER HOUSEHOLDS [PLACE]
raisers() {
    local place label
    sqlite3 -separator $'\t' "$1/yuanchang.db" "SELECT place, label FROM household
        WHERE to_date = 0 AND place LIKE '${3:-}%' ORDER BY id LIMIT $2" >"$BENCH_DIR/houses.tsv"
    while IFS=$'\t' read -r place label; do
        printf '%s\t%s\n' "$place" "$("$YC" card "$place" "$label" --data "$1")"
    done <"$BENCH_DIR/houses.tsv" >"$BENCH_DIR/cards.tsv"
    serve "$1"
    node bench/raisers.mjs "$URL" "$BENCH_DIR/cards.tsv" "$BENCH_DIR/raise.requests"
    stop "$SERVER"
}
raise() { load -f "$BENCH_DIR/raise.requests" "$@"; } # raise [OPTIONS of load] URL

# What a command costs: least processor ms, least wall ms, peak MB, over ROUNDS runs. cost COMMAND..
cost() {
    [ out/bench/cost -nt bench/cost.c ] || build cost >/dev/null
    out/bench/cost "$ROUNDS" "$@"
}
