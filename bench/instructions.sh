#!/bin/bash
# instructions: how many instructions a page made anew costs, by valgrind: the same number whatever else the machine does.
# With OTHER=PROGRAM a second program is counted beside ours, page by page, with the ratio.
#   OTHER=/path/to/old/yuanchang bench/instructions.sh
# "/need" stands for the first need of the village's list.
# One worker: what a thread remembers is remembered wherever a page is made, by it or by the event thread. Each page is counted twice,
# and the lesser is said: what the clock does on the side is nobody's page.
#   PAGES='/place/420325102212/need /place/420325/board' N=50 bench/instructions.sh
. "$(dirname "$0")/lib.sh"
have valgrind || exit 0
need curl
N=${N:-$(size 40 2)}
VILLAGE=/place/420325102212
PAGES=${PAGES:-$(size "$VILLAGE/need $VILLAGE/need.json /need $VILLAGE $VILLAGE/board /place/420325/board" "$VILLAGE/need /need")}

# One request after another on one connection, each with a query of its own, so that nothing is kept. ask URL N FROM
ask() {
    seq "$3" $(($3 + $2 - 1)) | sed "s|.*|url = \"$1?x=&\"|" >"$BENCH_DIR/urls"
    curl -fsS -K "$BENCH_DIR/urls" -o /dev/null >"$BENCH_DIR/answers" || { echo "instructions: $1 is not answered" >&2; exit 1; }
}

# count NAME PROGRAM: a line a page into NAME.count
count() {
    local pid page before
    demo_data "$BENCH_DIR/$1" "$2" # a program knows its own tables
    : >"$BENCH_DIR/$1/serve.out"
    valgrind --tool=callgrind --callgrind-out-file="$BENCH_DIR/cg.%p" "$2" serve --data "$BENCH_DIR/$1" --port 0 --workers 1 --log error \
        >"$BENCH_DIR/$1/serve.out" 2>"$BENCH_DIR/$1/serve.err" &
    pid=$!
    PIDS+=("$pid")
    for i in $(seq 6000); do # valgrind takes its time, beside others most of all
        URL=$(sed -n 's/^listening on //p' "$BENCH_DIR/$1/serve.out")
        [ -n "$URL" ] && break
        kill -0 "$pid" 2>/dev/null || { cat "$BENCH_DIR/$1/serve.err" >&2; exit 1; }
        sleep 0.1
    done
    sleep "$(size 10 0)" # the clock's first round
    for page in $PAGES; do
        [ "$page" != /need ] || page=$(curl -fsS -H 'Accept: application/json' "$URL$VILLAGE/need" | grep -o '/need/420325-[0-9a-z]*' | head -1)
        ask "$URL$page" 5 1
        for i in 1 2; do
            callgrind_control -z "$pid" >/dev/null 2>&1
            ask "$URL$page" "$N" $((i * 1000))
            callgrind_control -d "$pid" >/dev/null 2>&1
            awk -v n="$N" '/^(summary|totals):/ { sum = $2 } END { printf "%.0f\n", sum / n }' "$(ls -t "$BENCH_DIR"/cg."$pid".* | head -1)"
        done | sort -n | head -1 >>"$BENCH_DIR/$1.count"
    done
    stop "$pid"
}

count ours "$YC"
[ -z "${OTHER:-}" ] || count other "$OTHER"
echo "instructions: a page made anew${OTHER:+, ours, the other, ours to the other}"
i=0
for page in $PAGES; do
    i=$((i + 1))
    ours=$(sed -n "${i}p" "$BENCH_DIR/ours.count") other=$(sed -n "${i}p" "$BENCH_DIR/other.count" 2>/dev/null || true)
    awk -v p="$page" -v a="$ours" -v b="${other:-0}" 'BEGIN { printf "%-32s %10d", p, a; if (b) printf " %10d %6.3f", b, a / b; print "" }'
done
