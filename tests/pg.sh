#!/bin/sh
# A PostgreSQL of the tests' own, in a folder of its own, reached by a socket in that folder and by nothing else.
#
#   tests/pg.sh start DIR [fast]   makes and starts it, prints the superuser's address (for YC_TEST_PG)
#   tests/pg.sh stop DIR           stops it and removes what start made
#   tests/pg.sh kill DIR           kill -9 of all of it, for crash tests; start again continues with what is on disk
#
# `fast` leaves out fsync: what was committed outlives kill -9, not a loss of power. initdb refuses root, so root becomes
# postgres or nobody.
set -eu

usage() { sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 2; }
[ $# -ge 2 ] || usage
verb=$1 dir=$2 fast=${3:-}

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || echo /usr/bin/initdb)")
[ -x "$bin/initdb" ] || { echo "pg.sh: PostgreSQL is not installed (tools/setup)" >&2; exit 1; }

user=$(id -un)
if [ "$user" = root ]; then
    user=postgres
    id postgres >/dev/null 2>&1 || user=nobody
fi
# Runs a command as that user, with nothing of ours in its language or folder.
as_user() {
    if [ "$(id -un)" = "$user" ]; then
        env LC_ALL=C.UTF-8 "$@"
    else
        setpriv --reuid "$user" --regid "$(id -gn "$user")" --clear-groups env LC_ALL=C.UTF-8 HOME=/ "$@"
    fi
}

data=$dir/pg/data sock=$dir/pg
case $verb in
start)
    if [ ! -d "$data" ]; then
        mkdir -p "$dir/pg"
        chmod a+x "$dir"
        chown "$user" "$dir/pg"
        (cd / && as_user "$bin/initdb" -D "$data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$dir/initdb.log" 2>&1) ||
            { cat "$dir/initdb.log" >&2; exit 1; }
        # What the tests need is little, and two cores are all there is.
        as_user sh -c "cat >>'$data/postgresql.conf'" <<EOF
listen_addresses = ''
unix_socket_directories = '$sock'
port = 5432
max_connections = 200
shared_buffers = 64MB
log_min_messages = fatal
autovacuum_naptime = 10min
$( [ "$fast" = fast ] && printf 'fsync = off\nfull_page_writes = off\n' )
EOF
    fi
    rm -f "$data/postmaster.pid.old"
    (cd / && as_user "$bin/pg_ctl" -D "$data" -l "$sock/log" -w -t 60 start >/dev/null) ||
        { as_user tail -20 "$sock/log" >&2; exit 1; }
    echo "postgresql:///postgres?host=$sock&port=5432&user=postgres"
    ;;
stop)
    if [ -d "$data" ]; then
        (cd / && as_user "$bin/pg_ctl" -D "$data" -m immediate -w -t 60 stop >/dev/null 2>&1) || true
        rm -rf "$dir/pg" "$dir/initdb.log"
    fi
    ;;
kill)
    # The postmaster and all its children, at once; the shared memory is theirs and ends with them.
    pid=$(as_user head -1 "$data/postmaster.pid")
    children=$(ps -o pid= --ppid "$pid")
    kill -9 "$pid" $children 2>/dev/null || true
    while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
    rm -f "$data/postmaster.pid" "$sock/.s.PGSQL.5432" "$sock/.s.PGSQL.5432.lock"
    ;;
*) usage ;;
esac
