#!/usr/bin/env bash
# Builds the image (build-image.sh), starts PostgreSQL and two nodes of it as the containers of docker/ would run, and asks both:
#   tests/images/run.sh       prints a line for each thing that holds or does not; the last one reads "N passed, N failed, N skipped"
# A node runs in a mount namespace of its own: root file system read-only, /tmp in memory, user 1654, no capability.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(mktemp -d)
ready_seconds_max=120
passed=0 failed=0
processes=()
end() {
    for process in ${processes[@]+"${processes[@]}"}; do kill -TERM "$process" 2>/dev/null || true; done
    wait || true
    [ ! -f "$folder/data/postmaster.pid" ] || as_postgres "$programs/pg_ctl" -D "$folder/data" -m fast stop >/dev/null || true
    rm -rf "$folder"
}
trap end EXIT

holds() { # what, command …
    local what=$1
    shift
    if "$@" >/dev/null 2>&1; then passed=$((passed + 1)); echo "holds: $what"; else failed=$((failed + 1)); echo "FAILED: $what"; fi
}
as_postgres() { setpriv --reuid postgres --regid postgres --clear-groups env -C / "$@"; }
free_port() { node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'; }
configured() { node -e 'const c = JSON.parse(require("fs").readFileSync(process.argv[1])).OCIv1.config; process.exit(eval(process.argv[2]) ? 0 : 1)' "$folder/image/config.json" "$1"; }

"$root/tests/images/build-image.sh" "$folder/image"
image=$folder/image/root

holds "it runs as an unprivileged user" configured 'c.User === "app"'
holds "it is a node when nothing else is said" configured 'c.Entrypoint.join(" ") === "dotnet /app/Hierarchy.Silo.dll node"'
holds "it stops on SIGTERM" configured 'c.StopSignal === "SIGTERM"'
for port in $(sed -n 's/.*containerPort: \([0-9]*\).*/\1/p' "$root/docker/kubernetes/hierarchy.yaml" | sort -u); do
    holds "it exposes port $port, which the manifests name" configured "\"$port/tcp\" in c.ExposedPorts"
done
holds "the ports of compose.yaml lead to one of its own" configured "\"$(sed -n 's/.*"127.0.0.1:[0-9]*:\([0-9]*\)".*/\1/p' "$root/docker/compose.yaml" | sort -u)/tcp\" in c.ExposedPorts"
holds "it has no shell" test ! -e "$image/bin/sh" -a ! -e "$image/usr/bin/sh"
holds "it has its page" test -f "$image/web/index.html" -a -f "$image/web/ide.html"
for name in $(sed -n 's/.*\(HIERARCHY_[A-Z_]*\):.*/\1/p' "$root/docker/compose.yaml" | sort -u) \
    $(sed -n 's/.*name: \(HIERARCHY_[A-Z_]*\).*/\1/p' "$root/docker/kubernetes/hierarchy.yaml" | sort -u); do
    holds "$name is a variable that the docs know" grep -rqE "${name%_FILE}" "$root/docs"
done
for path in $(sed -n 's/.*path: \(\/[a-z]*\), port: http.*/\1/p' "$root/docker/kubernetes/hierarchy.yaml" | sort -u); do probes+=("$path"); done

programs=$(dirname "$(find /usr/lib/postgresql -name initdb | sort -V | tail -1)")
database_port=$(free_port)
secret=$(head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n')
chmod 711 "$folder"
install -d -o postgres -g postgres -m 700 "$folder/data"
printf '%s' "$secret" >"$folder/database-password"
chown postgres "$folder/database-password"
as_postgres "$programs/initdb" -D "$folder/data" -U hierarchy --pwfile "$folder/database-password" -A scram-sha-256 -E UTF8 >/dev/null
as_postgres "$programs/pg_ctl" -D "$folder/data" -w -l "$folder/data/log" \
    -o "-p $database_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=''" start >/dev/null
PGPASSWORD=$secret "$programs/psql" -q -h 127.0.0.1 -p "$database_port" -U hierarchy -d postgres -c 'create database hierarchy'

install -d -m 755 "$folder/secrets"
printf 'Host=127.0.0.1;Port=%s;Username=hierarchy;Database=hierarchy;Password=%s' "$database_port" "$secret" >"$folder/secrets/database"
printf '%s tester *\n' "$(printf %s "$secret" | sha256sum | cut -d' ' -f1)" >"$folder/secrets/tokens"
chown 1654:1654 "$folder/secrets"/*
chmod 400 "$folder/secrets"/*
mkdir -p "$image/proc" "$image/run/secrets" "$image/dev"

start_node() { # HTTP port, silo port
    unshare --mount --fork --kill-child env -i PATH="$PATH" bash -c '
        mount --bind "$1" "$1" && mount --bind "$2" "$1/run/secrets" && mount --rbind /dev "$1/dev" && mount -t proc proc "$1/proc" &&
        mount -t tmpfs tmpfs "$1/tmp" && mount -o remount,bind,ro "$1" &&
        export DOTNET_EnableDiagnostics=0 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true HIERARCHY_WEB=/web HIERARCHY_LISTEN=127.0.0.1 &&
        export HIERARCHY_ADDRESS=127.0.0.1 HIERARCHY_PORT="$3" HIERARCHY_SILO_PORT="$4" &&
        export HIERARCHY_DB_FILE=/run/secrets/database HIERARCHY_TOKENS=/run/secrets/tokens &&
        exec chroot --userspec=1654:1654 "$1" /usr/bin/dotnet /app/Hierarchy.Silo.dll node' -- "$image" "$folder/secrets" "$1" "$2" \
        >"$folder/node-$1.log" 2>&1 &
    processes+=($!)
}

ready() { # port
    local _
    for ((_ = 0; _ < ready_seconds_max; _++)); do
        curl -sf "http://127.0.0.1:$1/ready" >/dev/null && return 0
        sleep 1
    done
    tail -20 "$folder/node-$1.log" >&2
    return 1
}
ask() { # port, query, what the answer holds
    curl -s "http://127.0.0.1:$1/graphql" -H 'Content-Type: application/json' -H "Authorization: Bearer $secret" -d "{\"query\":\"$2\"}" | grep -qF "$3"
}

first=$(free_port) second=$(free_port)
start_node "$first" "$(free_port)"
holds "a node on a read-only root is ready" ready "$first"
start_node "$second" "$(free_port)"
holds "a second node joins it" ready "$second"
for port in "$first" "$second"; do
    for path in "${probes[@]}"; do holds "the manifests' probe $path is answered" curl -sf "http://127.0.0.1:$port$path"; done
    holds "the plans are there" ask "$port" '{ unit(id: \"vn24-72\") { progress(asOf: \"2013-07-01\") { total } } }' '"total":451'
    holds "nothing is answered without a token" sh -c "curl -s http://127.0.0.1:$port/graphql -H 'Content-Type: application/json' -d '{\"query\":\"{root{id}}\"}' | grep -qF UNAUTHENTICATED"
    holds "the page is served" sh -c "curl -sf http://127.0.0.1:$port/ | grep -qi '<!doctype html>'"
done
holds "what the one is told" ask "$first" 'mutation { registerUnit(requestId: \"i1\", input: {id: \"image-1\", name: \"Xã Thử\", kind: COMMUNE, parent: \"vn24-72\"}) { id } }' '"image-1"'
holds "the other knows" ask "$second" '{ unit(id: \"image-1\") { name } }' 'Xã Thử'

echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ]
