#!/bin/bash
# page: processor time a request of a needs page (20 rows), against nginx serving the same bytes as a file, with and without
# open_file_cache, and against Fossil's ticket list of like size, each by as many connections from as many addresses.
#
#   kept    as visitors get it: the same page asked again within a second is kept (src/web/kept.h)
#   anew    each request with a query of its own, so that nothing is kept
#   gzip    the same, compressed, as browsers ask
#   json    the same as JSON
#   beside  kept, while needs are raised in the same village a hundred times a second
#
# Expected: kept at least 0.60 of nginx, at least 15 times less than Fossil; compressed at most 1.4 times plain; JSON no dearer
# than HTML.
#   ROUNDS=7 SECONDS_EACH=2 CONNECTIONS=16 ADDRESSES=16 bench/page.sh
. "$(dirname "$0")/lib.sh"
need curl node sqlite3
EACH=${SECONDS_EACH:-$(size 2 0.2)} CONNECTIONS=${CONNECTIONS:-16} ADDRESSES=${ADDRESSES:-16}
PAGE=${PAGE:-/place/420325102212/need}

demo_data "$BENCH_DIR/data"
raisers "$BENCH_DIR/data" "$(size 200 5)" 420325102212
serve "$BENCH_DIR/data"
OURS=$SERVER OURS_URL=$URL$PAGE
mkdir "$BENCH_DIR/www"
curl -fsS "$OURS_URL" -o "$BENCH_DIR/www/need.html"
echo "page: ours $(wc -c <"$BENCH_DIR/www/need.html") bytes, $CONNECTIONS connections from $ADDRESSES addresses"

NGINX_PORT=$((20000 + $$ % 20000))
nginx_start() { # port, a line of its own: sets NGINX
    cat >"$BENCH_DIR/nginx.$1.conf" <<CONF
worker_processes 1; daemon off; pid $BENCH_DIR/nginx.$1.pid; error_log $BENCH_DIR/nginx.err;
$([ "$(id -u)" != 0 ] || echo 'user root;')
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; types { text/html html; } $2
  client_body_temp_path $BENCH_DIR; proxy_temp_path $BENCH_DIR; fastcgi_temp_path $BENCH_DIR;
  uwsgi_temp_path $BENCH_DIR; scgi_temp_path $BENCH_DIR;
  server { listen 127.0.0.1:$1; root $BENCH_DIR/www; } }
CONF
    nginx -c "$BENCH_DIR/nginx.$1.conf" 2>/dev/null &
    PIDS+=($!)
    until curl -fs "http://127.0.0.1:$1/need.html" -o /dev/null; do sleep 0.05; done
    NGINX=$(pgrep -P "${PIDS[-1]}" | head -1)
}

# A repository with as many tickets as the page has rows; each has a title, a state and a severity, as ours.
fossil_start() {
    local i
    export HOME=$BENCH_DIR USER=bench
    fossil new --admin-user bench "$BENCH_DIR/tickets.fossil" >/dev/null
    for i in $(seq "$(size 20 3)"); do
        fossil ticket add title "三组的路灯坏了一半，孩子上晚自习怕 $i" status Open type Code_Defect severity Important \
            -R "$BENCH_DIR/tickets.fossil" --user bench >/dev/null
    done
    fossil user capabilities nobody ghjorwy -R "$BENCH_DIR/tickets.fossil" >/dev/null 2>&1 || true
    fossil server --localhost --port $((NGINX_PORT + 2)) "$BENCH_DIR/tickets.fossil" >/dev/null 2>&1 &
    FOSSIL=$!
    PIDS+=("$FOSSIL")
    FOSSIL_URL=http://127.0.0.1:$((NGINX_PORT + 2))/rptview/1
    for i in $(seq 100); do ! curl -fsSL "$FOSSIL_URL" -o "$BENCH_DIR/fossil.html" 2>/dev/null || break; sleep 0.05; done
    grep -q 三组 "$BENCH_DIR/fossil.html" || { echo "page: Fossil shows no tickets" >&2; exit 1; }
}

# Microseconds of processor time a request, into NAME.us. measure NAME PID [OPTIONS..] URL
measure() {
    local name=$1 pid=$2
    shift 2
    load -c "$CONNECTIONS" -a "$ADDRESSES" -d "$EACH" -p "$pid" "$@" >"$BENCH_DIR/load.out" ||
        [ "$name" = fossil ] # which answers some few of many at once with 400; it costs it as much
    load_of cpu_us <"$BENCH_DIR/load.out" >>"$BENCH_DIR/$name.us"
}

# The writers' processor time is the server's too: what it spent on readers is the rest, by what it spends on writers alone.
beside() {
    local each
    raise -c 4 -d "$EACH" -p "$OURS" -r 100 "$URL" >"$BENCH_DIR/alone.out"
    each=$(load_of cpu_us <"$BENCH_DIR/alone.out")
    raise -c 4 -d "$EACH" -r 100 "$URL" >"$BENCH_DIR/raise.out" &
    local writer=$!
    load -c "$CONNECTIONS" -a "$ADDRESSES" -d "$EACH" -p "$OURS" "$OURS_URL" >"$BENCH_DIR/load.out"
    wait "$writer"
    paste -d' ' "$BENCH_DIR/load.out" "$BENCH_DIR/raise.out" | awk -v each="$each" '{
        spent = $2 * $8 - each * $18; print (spent > 0 ? spent : 0) / $2 }' >>"$BENCH_DIR/beside.us"
    load_of p99_ms <"$BENCH_DIR/load.out" >>"$BENCH_DIR/beside.p99"
}

SIDES="kept anew gzip json beside"
! have nginx || {
    nginx_start "$NGINX_PORT" ''; NGINX_PLAIN=$NGINX
    nginx_start $((NGINX_PORT + 1)) 'open_file_cache max=16;'; NGINX_CACHED=$NGINX
    SIDES="$SIDES nginx cached"
}
! have fossil || { fossil_start; SIDES="$SIDES fossil"; }

load -c "$CONNECTIONS" -d "$EACH" "$OURS_URL" >/dev/null
for round in $(seq "$ROUNDS"); do
    measure kept "$OURS" "$OURS_URL"
    measure anew "$OURS" "$OURS_URL?x=@@@@@@@@"
    measure gzip "$OURS" "${AS_BROWSERS[@]}" "$OURS_URL?x=@@@@@@@@"
    measure json "$OURS" -H 'Accept: application/json' "$OURS_URL?x=@@@@@@@@"
    beside
    case $SIDES in *nginx*)
        measure nginx "$NGINX_PLAIN" "http://127.0.0.1:$NGINX_PORT/need.html"
        measure cached "$NGINX_CACHED" "http://127.0.0.1:$((NGINX_PORT + 1))/need.html" ;;
    esac
    case $SIDES in *fossil*) measure fossil "$FOSSIL" "$FOSSIL_URL" ;; esac
done
for side in $SIDES; do
    printf '%-7s us a request       %s\n' $side "$(spread <"$BENCH_DIR/$side.us")"
done
echo "beside, p99 ms               $(spread <"$BENCH_DIR/beside.p99")"
echo "gzip to anew (at most 1.4)   $(ratio "$BENCH_DIR/gzip.us" "$BENCH_DIR/anew.us")"
echo "JSON to anew (at most 1)     $(ratio "$BENCH_DIR/json.us" "$BENCH_DIR/anew.us")"
case $SIDES in *nginx*)
    echo "of nginx (at least 0.60)     $(ratio "$BENCH_DIR/nginx.us" "$BENCH_DIR/kept.us")"
    echo "  made anew                  $(ratio "$BENCH_DIR/nginx.us" "$BENCH_DIR/anew.us")"
    echo "of nginx, open_file_cache    $(ratio "$BENCH_DIR/cached.us" "$BENCH_DIR/kept.us")"
    echo "  made anew                  $(ratio "$BENCH_DIR/cached.us" "$BENCH_DIR/anew.us")" ;;
esac
case $SIDES in *fossil*)
    echo "times Fossil (at least 15)   $(ratio "$BENCH_DIR/fossil.us" "$BENCH_DIR/kept.us")"
    echo "  made anew                  $(ratio "$BENCH_DIR/fossil.us" "$BENCH_DIR/anew.us")" ;;
esac
