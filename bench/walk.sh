#!/bin/bash
# walk: pages that ask for few of very many: one county with 600,000 needs, asked by HTTP, made anew each time, without statistics.
# Processor time of one request, and how many times that of the plain list of the county in the same run. Expected: at most
# five times. Lines that fall short end with "<-"; then the exit code is 1.
#   NEEDS=600000 bench/walk.sh
#   OTHER=/path/to/old/yuanchang bench/walk.sh     another program beside it, on data of its own
. "$(dirname "$0")/lib.sh"
need sqlite3 curl
NEEDS=${NEEDS:-$(size 600000 2000)} TIMES=${TIMES:-$(size 200 3)} ROUNDS=${WALK_ROUNDS:-$(size 3 1)}
COUNTY=/place/420325 TOWN=/place/420325102

# A third of what is open is one official's; 1 in 75 speaks of a fish pond; a few that lie long are late, one in a thousand.
OWNED="UPDATE need SET owner = (SELECT id FROM account WHERE name = 'fangxian') WHERE id >= 1000000 AND state < 4 AND id % 3 = 0;
UPDATE need SET title = '鱼塘缺水' || id WHERE id >= 1000000 AND id % 75 = 7;
UPDATE need SET is_overdue = 1 WHERE id >= 1000000 AND state < 4 AND id % 1009 = 0;"

# what it is, who asks, the path, how many pages are walked before
ASKS="the plain list|nobody|$COUNTY/need?x=@@@@@@@@
newest|nobody|$COUNTY/need?order=newest&x=@@@@@@@@
plain, page 50|nobody|$COUNTY/need?x=@@@@@@@@|49
newest, page 50|nobody|$COUNTY/need?order=newest&x=@@@@@@@@|49
category and state|nobody|$COUNTY/need?category=road&show=closed&x=@@@@@@@@
open|nobody|$COUNTY/need?show=open&x=@@@@@@@@
open, page 50|nobody|$COUNTY/need?show=open&x=@@@@@@@@|49
category, page 50|nobody|$COUNTY/need?category=road&x=@@@@@@@@|49
one kind|nobody|$COUNTY/need?kind=offer&x=@@@@@@@@
one kind, category and state|nobody|$COUNTY/need?kind=offer&category=road&show=closed&x=@@@@@@@@
search, 1 in 75 has it|nobody|$COUNTY/need?q=%E9%B1%BC%E5%A1%98&x=@@@@@@@@
search, 1 in 12 has it|nobody|$COUNTY/need?q=%E8%B7%AF%E7%81%AF&x=@@@@@@@@
search, nothing has it|nobody|$COUNTY/need?q=%E9%A3%9E%E6%9C%BA&x=@@@@@@@@
search, never both words|nobody|$COUNTY/need?q=%E8%B7%AF%E7%81%AF%20%E6%B0%B4%E7%AE%A1&x=@@@@@@@@
search in a village|nobody|/place/420325102212/need?q=%E8%B7%AF%E7%81%AF&x=@@@@@@@@
own desk|fangxian|$COUNTY/work?view=mine&x=@@@@@@@@
desk of the county|fangxian|$COUNTY/work?x=@@@@@@@@
desk of the county, page 50|fangxian|$COUNTY/work?x=@@@@@@@@|49
what nobody does|fangxian|$COUNTY/work?view=unassigned&x=@@@@@@@@
what is late|fangxian|$COUNTY/work?view=overdue&x=@@@@@@@@
what is big|fangxian|$COUNTY/work?view=big&x=@@@@@@@@
complaints|fangxian|$COUNTY/work?view=complaint&x=@@@@@@@@
desk of a township|hualongyan|$TOWN/work?x=@@@@@@@@
late in a township|hualongyan|$TOWN/work?view=overdue&x=@@@@@@@@
big in a township|hualongyan|$TOWN/work?view=big&x=@@@@@@@@
nobody's in a township|hualongyan|$TOWN/work?view=unassigned&x=@@@@@@@@"

# The address behind so many pages, by the cursors of the pages before. behind WHO PATH PAGES
behind() {
    local path=$2 n after=
    for n in $(seq "${3:-0}"); do
        after=$(curl -fsS -H "$1" -H 'Accept: application/json' "$URL${2/@@@@@@@@/walk}${after:+&after=$after}" |
            grep -o '"next":"[^"]*' | sed 's/.*after=//')
    done
    echo "$path${after:+&after=$after}"
}

# asked NAME PROGRAM TIMES: a line an ask into NAME.1, NAME.2 ..: us of processor a request
asked() {
    many_needs "$BENCH_DIR/$1" "$NEEDS" 420325 "$2" "$OWNED"
    serve_of "$2" "$BENCH_DIR/$1" --dear-a-minute 100000 2>/dev/null || serve_of "$2" "$BENCH_DIR/$1"
    local -a at
    local nobody="Accept: text/html" fangxian hualongyan round what who path before n
    fangxian=$(signed_in fangxian) hualongyan=$(signed_in hualongyan)
    for round in $(seq "$ROUNDS"); do
        n=0
        while IFS='|' read -r what who path before; do
            n=$((n + 1))
            [ "$round" != 1 ] || at[n]=$(behind "${!who}" "$path" "$before")
            load -c 2 -n "$3" -p "$SERVER" -H "${!who}" "$URL${at[n]}" |
                load_of cpu_us >>"$BENCH_DIR/$1.$n"
        done <<<"$ASKS"
    done
    stop "$SERVER"
    rm -rf "${BENCH_DIR:?}/$1"
}
median() { sort -g "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

asked ours "$YC" "$TIMES"
[ -z "$OTHER" ] || asked other "$OTHER" $((TIMES / 20 + 2))
printf '%-30s %10s %6s%s\n' "$NEEDS needs" 'us' times "${OTHER:+   the other    times}"
n=0 bad=0
while IFS='|' read -r what who path before; do
    n=$((n + 1))
    line=$(awk -v w="$what" -v us="$(median "$BENCH_DIR/ours.$n")" -v plain="$(median "$BENCH_DIR/ours.1")" \
        -v o="$([ -z "$OTHER" ] || median "$BENCH_DIR/other.$n")" -v p="$([ -z "$OTHER" ] || median "$BENCH_DIR/other.1")" 'BEGIN {
        printf "%-30s %10.0f %6.1f", w, us, us / plain
        if (o != "") printf " %12.0f %8.1f", o, o / p
        print (us > 5 * plain ? "  <-" : "") }')
    echo "$line"
    case $line in *'<-') bad=1 ;; esac
done <<<"$ASKS"
[ -n "${BENCH_SMOKE:-}" ] || exit $bad
