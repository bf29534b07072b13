#!/bin/bash
# group: what the writing group gains on PostgreSQL. Needs a second at 64 clients, together and with one commit each
# (--group=0), in turn; first with the disk as it is, then with one that takes FLUSH microseconds to keep what it was given
# (commit_delay: disks of data centres take 1,000 to 5,000, those of this kind of machine 100). With OTHER=PROGRAM the same of
# another program beside ours. Expected: together at least 4 times as many on the slower disk. What stands in the way on a quick one is
# shown, too: how long the disk takes to flush, and the processor time of a need, of the program and of PostgreSQL, on how many cores.
#   OTHER=/path/to/old/yuanchang ROUNDS=3 NEEDS=1000 FLUSH=4000 bench/group.sh
. "$(dirname "$0")/lib.sh"
need node sqlite3 psql
NEEDS=${NEEDS:-$(size 1500 20)} CLIENTS=${CLIENTS:-64} FLUSH=${FLUSH:-4000}
PROGRAMS=(ours "$YC")
[ -z "${OTHER:-}" ] || PROGRAMS+=(other "$OTHER")

admin=$(tests/pg.sh start "$BENCH_DIR") # with fsync: what is measured is being durable

# Of each program a database of its own, because an older one knows fewer tables. prepare NAME PROGRAM
prepare() {
    local folder=$BENCH_DIR/data.$1
    demo_data "$folder" "$2"
    local YC=$2
    raisers "$folder" $((NEEDS / 20 + 1))
    [ "$NEEDS" -le $(( $(wc -l <"$BENCH_DIR/cards.tsv") * 20 )) ] || { echo "group: too few households for $NEEDS needs" >&2; exit 1; }
    mv "$BENCH_DIR/raise.requests" "$BENCH_DIR/raise.$1"
    psql -qAt "$admin" -c "CREATE DATABASE bench_$1 LC_COLLATE 'C' TEMPLATE template0"
    "$2" migrate --data "$folder" --database "$(database_of "$1")" >/dev/null 2>&1
    "$2" db copy --data "$folder" --from "$folder/yuanchang.db" --to "$(database_of "$1")" >/dev/null 2>&1
}
database_of() { echo "${admin/\/postgres?//bench_$1?}"; }

# Of PostgreSQL with all its processes, in ms.
server_ms() {
    local postmaster
    postmaster=$(head -1 "$BENCH_DIR/pg/data/postmaster.pid")
    cpu_ms "$postmaster" $(pgrep -P "$postmaster")
}

# raised NAME PROGRAM GROUP: a line into NAME.GROUP, and of processor time, us a need, into .us (ours) and .pg
raised() {
    local before
    serve_of "$2" "$BENCH_DIR/data.$1" --group="$3" --database "$(database_of "$1")"
    before=$(server_ms)
    load -f "$BENCH_DIR/raise.$1" -n "$NEEDS" -c "$CLIENTS" -p "$SERVER" "$URL" >"$BENCH_DIR/load.out"
    load_of per_s <"$BENCH_DIR/load.out" >>"$BENCH_DIR/$1.$3"
    load_of cpu_us <"$BENCH_DIR/load.out" >>"$BENCH_DIR/$1.$3.us"
    echo $((($(server_ms) - before) * 1000 / NEEDS)) >>"$BENCH_DIR/$1.$3.pg"
    stop "$SERVER"
}

# How long this disk takes to keep eight kilobytes, in us.
flush_us() {
    local tool
    tool=$(ls -d /usr/lib/postgresql/*/bin/pg_test_fsync 2>/dev/null | sort -V | tail -1)
    [ -n "$tool" ] || { echo "-"; return; }
    "$tool" -s "$(size 2 1)" -f "$BENCH_DIR/flushed" 2>/dev/null | awk '$1 == "fdatasync" { print $4; exit }'
}

for ((i = 0; i < ${#PROGRAMS[@]}; i += 2)); do prepare "${PROGRAMS[i]}" "${PROGRAMS[i + 1]}"; done
echo "group: $(nproc) cores; the disk flushes in $(flush_us) us"
for flush in 0 "$FLUSH"; do
    psql -qAt "$admin" -c "ALTER SYSTEM SET commit_siblings = 0" -c "ALTER SYSTEM SET commit_delay = $flush" -c "SELECT pg_reload_conf()" >/dev/null
    rm -f "$BENCH_DIR"/*.[01] "$BENCH_DIR"/*.[01].*
    for round in $(seq "$ROUNDS"); do
        for ((i = 0; i < ${#PROGRAMS[@]}; i += 2)); do
            for group in 1 0; do raised "${PROGRAMS[i]}" "${PROGRAMS[i + 1]}" $group; done
        done
    done
    echo "a flush takes $flush us longer than the disk's own"
    for ((i = 0; i < ${#PROGRAMS[@]}; i += 2)); do
        name=${PROGRAMS[i]}
        echo "  $name, together    needs a second  $(spread <"$BENCH_DIR/$name.1")"
        echo "  $name, one by one  needs a second  $(spread <"$BENCH_DIR/$name.0")"
        echo "  $name, times                       $(ratio "$BENCH_DIR/$name.1" "$BENCH_DIR/$name.0")"
        for group in 1 0; do
            echo "    us of processor a need, $([ $group = 1 ] && echo "together  " || echo "one by one"): the program" \
                "$(spread <"$BENCH_DIR/$name.$group.us"), PostgreSQL $(spread <"$BENCH_DIR/$name.$group.pg")"
        done
    done
    [ -z "${OTHER:-}" ] || {
        echo "  ours together to the other's together    $(ratio "$BENCH_DIR/ours.1" "$BENCH_DIR/other.1")"
        echo "  ours together to the other's one by one  $(ratio "$BENCH_DIR/ours.1" "$BENCH_DIR/other.0")"
    }
done
