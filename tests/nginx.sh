#!/bin/bash
# nginx: ops/nginx.conf on this machine's loopback, as anybody may run it, for the tests.
#
#   tests/nginx.sh cert DIR                    makes DIR/cert.pem and DIR/key.pem for 127.0.0.1, once
#   tests/nginx.sh conf DIR CERTS TLS PLAIN UP writes DIR/nginx.conf: the shipped file with its two ports, the certificate
#                                              and the program's port put in, and nothing else changed
# Run it with: nginx -p DIR -c DIR/nginx.conf
set -euo pipefail
shipped="$(dirname "$0")/../ops/nginx.conf"

cert() {
    [ -e "$1/cert.pem" ] && return
    mkdir -p "$1"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj /CN=127.0.0.1 \
        -addext subjectAltName=IP:127.0.0.1 -keyout "$1/key.pem" -out "$1/cert.pem" 2>/dev/null
}

conf() {
    local dir=$1 certs=$2 tls=$3 plain=$4 up=$5 user=
    [ "$(id -u)" = 0 ] && user="user root;" # or the workers could not enter the folder
    mkdir -p "$dir"
    sed -e "s|listen 80;|listen 127.0.0.1:$plain;|" -e "s|listen 443 |listen 127.0.0.1:$tls |" -e '/listen \[::\]/d' \
        -e "s|/etc/ssl/yuanchang.example.pem|$certs/cert.pem|" -e "s|/etc/ssl/private/yuanchang.example.key|$certs/key.pem|" \
        -e "s|server 127.0.0.1:8080;|server 127.0.0.1:$up;|" "$shipped" >"$dir/shipped.conf"
    # Around it what a distribution has around it, with its gzip.
    cat >"$dir/nginx.conf" <<CONF
$user
worker_processes 1;
daemon off;
pid $dir/nginx.pid;
error_log $dir/error.log;
events { worker_connections 1024; }
http {
    access_log $dir/access.log;
    client_body_temp_path $dir/body;
    proxy_temp_path $dir/proxy;
    fastcgi_temp_path $dir/none;
    uwsgi_temp_path $dir/none;
    scgi_temp_path $dir/none;
    gzip on;
    gzip_proxied any;
    gzip_types application/json text/css;
    include $dir/shipped.conf;
}
CONF
}

"$@"
