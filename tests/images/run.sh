#!/usr/bin/env bash
# Builds the image (build-image.sh), holds docker/ against it, starts PostgreSQL, two nodes as docker/compose.yaml has them and one as docker/kubernetes has
# it, and asks them. Prints a line for each thing that holds or does not; the last line reads "N passed, N failed, N skipped". As root only.
# A node runs in a mount namespace of its own: root file system read-only, /tmp in memory, the image's user, no capability. Only the ports, and that it
# listens on 127.0.0.1, are others than in a container.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
compose=$root/docker/compose.yaml manifests=$root/docker/kubernetes/hierarchy.yaml
ready_seconds_max=180
stop_seconds_max=60
passed=0 failed=0
declare -A nodes=()

[ "$(id -u)" -eq 0 ] || { echo "Images are built and run as root only." >&2; exit 2; }
missing=()
for program in buildah debootstrap jq yq curl; do command -v "$program" >/dev/null || missing+=("$program"); done
if [ ${#missing[@]} -gt 0 ]; then
    echo "installing ${missing[*]} (Debian)"
    apt-get update -qq >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null 2>&1
fi
postgres_programs() { find /usr/lib/postgresql -name initdb -printf '%h\n' 2>/dev/null | sort -V | tail -1; }
[ -n "$(postgres_programs)" ] || "$root/run" install-postgres
programs=$(postgres_programs)

folder=$(mktemp -d)
# HIERARCHY_IMAGE names a folder in which build-image.sh has left an image; without it one is built.
built=${HIERARCHY_IMAGE:-$folder/image}
image=$built/root config=$built/config.json
end() {
    local node
    for node in "${!nodes[@]}"; do stop "$node" || true; done
    [ ! -f "$folder/data/postmaster.pid" ] || as_postgres "$programs/pg_ctl" -D "$folder/data" -m fast stop >/dev/null || true
    rm -rf "$folder"
}
trap end EXIT
trap 'exit 130' INT TERM HUP

holds() { # what, command …
    local what=$1
    shift
    if "$@" >"$folder/said" 2>&1; then
        passed=$((passed + 1))
        echo "holds: $what"
    else
        failed=$((failed + 1))
        echo "FAILED: $what"
        tail -20 "$folder/said" | sed 's/^/    /'
    fi
}
as_postgres() { setpriv --reuid postgres --regid postgres --clear-groups env -C / "$@"; }
free_port() { node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'; }
configured() { jq -e ".Docker.config | $1" "$config"; }
composed() { yq -e ".services | $1" "$compose"; }
deployed() { yq -es "map(select(.kind == \"Deployment\"))[0].spec.template.spec | $1" "$manifests"; }
served() { yq -es "map(select(.kind == \"$1\"))[0].spec | $2" "$manifests"; }

# Runs a command on the image as a container would: the image's environment, then what is given.
inside() { # variable=value … -- command …
    local variables=()
    mapfile -t variables < <(jq -r '.Docker.config.Env[]' "$config")
    while [ "$1" != -- ]; do
        variables+=("$1")
        shift
    done
    shift
    # Each word is for the shell inside.
    # shellcheck disable=SC2016
    exec unshare --mount bash -euc '
        image=$1 secrets=$2 hosts=$3 ids=$4 count=$5
        shift 5
        mount --bind "$image" "$image"
        mount --bind "$secrets" "$image/run/secrets"
        mount --bind "$secrets" "$image/secrets"
        mount --bind "$hosts" "$image/etc/hosts"
        mount --rbind /dev "$image/dev"
        mount --rbind /proc "$image/proc"
        mount -t tmpfs tmpfs "$image/tmp"
        mount -o remount,bind,ro "$image"
        exec env -i "${@:1:count}" "$(command -v setpriv)" --no-new-privs "$(command -v chroot)" --userspec="$ids" "$image" "${@:count+1}"' -- \
        "$image" "$folder/secrets" "$folder/hosts" "$ids" "${#variables[@]}" "${variables[@]}" "$@"
}
tells_commit() { program --version | grep -qF "$(git -C "$root" rev-parse HEAD)"; }
program() { (inside -- dotnet /app/Hierarchy.Silo.dll "$@"); }

start() { # name, HTTP port, variable=value …
    local name=$1 port=$2 command=()
    shift 2
    mapfile -t command < <(jq -r '.Docker.config | (.Entrypoint + .Cmd)[]' "$config")
    inside "$@" HIERARCHY_LISTEN=127.0.0.1 "HIERARCHY_PORT=$port" "HIERARCHY_SILO_PORT=$(free_port)" -- "${command[@]}" >"$folder/$name.log" 2>&1 &
    nodes[$name]=$!
}
ready() { # name, port
    local second
    for ((second = 0; second < ready_seconds_max; second++)); do
        ! curl -sf "http://127.0.0.1:$2/ready" || return 0
        if ! kill -0 "${nodes[$1]}" 2>/dev/null; then break; fi
        sleep 1
    done
    cat "$folder/$1.log"
    return 1
}
stop() { # name
    local process=${nodes[$1]} code=0 tenth
    unset "nodes[$1]"
    kill -TERM "$process" 2>/dev/null || true
    for ((tenth = 0; tenth < 10 * stop_seconds_max; tenth++)); do
        kill -0 "$process" 2>/dev/null || break
        sleep 0.1
    done
    kill -KILL "$process" 2>/dev/null || true
    wait "$process" || code=$?
    [ "$code" -eq 0 ] || tail -5 "$folder/$1.log"
    return "$code"
}
ask() { # port, query, what the answer holds
    curl -s "http://127.0.0.1:$1/graphql" -H 'Content-Type: application/json' -H "Authorization: Bearer $secret" -d "{\"query\":\"$2\"}" | tee /dev/stderr | grep -qF "$3"
}
ask_without_token() { # port
    curl -s "http://127.0.0.1:$1/graphql" -H 'Content-Type: application/json' -d '{"query":"{root{id}}"}' | tee /dev/stderr | grep -qF UNAUTHENTICATED
}
new_secret() { head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n'; }
as_role() { # whose password, role, argument of psql …
    PGPASSWORD=$(cat "$folder/passwords/$1-password") "$programs/psql" -X -h 127.0.0.1 -p "$database_port" -U "${@:2}"
}
given_roles() {
    composed '[.[] | select(.image == "hierarchy") | .environment]
        | length > 0 and all(.HIERARCHY_DB_FILE == "/run/secrets/database" and .HIERARCHY_DB_OWNER_FILE == "/run/secrets/database-owner")' &&
        deployed '.containers[0].env | map({(.name): .value}) | add
            | .HIERARCHY_DB_FILE == "/secrets/database" and .HIERARCHY_DB_OWNER_FILE == "/secrets/database-owner"' &&
        # What the head of compose.yaml has the two files say.
        grep -qE "Username=hierarchy_server;.* > secrets/database$" "$compose" && grep -qE "Username=hierarchy_owner;.* > secrets/database-owner$" "$compose"
}
work_as_server() {
    local users
    users=$(as_role superuser hierarchy -d hierarchy -At -c 'select distinct usename from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()')
    echo "$users"
    [ "$users" = hierarchy_server ]
}
refused() { # SQL
    ! as_role server hierarchy_server -d hierarchy -c "$1" 2>"$folder/refused" && tee /dev/stderr <"$folder/refused" | grep -qE 'permission denied|must be'
}
page() { curl -sf "http://127.0.0.1:$1/" | grep -qi '<!doctype html>'; }

[ -f "$config" ] || "$root/tests/images/build-image.sh" "$built"

user=$(jq -r .Docker.config.User "$config")
ids=$(awk -F: -v user="$user" '$1 == user { print $3 ":" $4 }' "$image/etc/passwd")
chmod 711 "$folder"
install -d -m 755 "$folder/secrets"
mkdir -p "$image"/{proc,dev,secrets,run/secrets}
printf '127.0.0.1 localhost postgres %s\n' "$(yq -r '[.services[].hostname // empty] | join(" ")' "$compose")" >"$folder/hosts"
touch "$image/etc/hosts"

holds "it is a node when nothing else is said" configured '(.Entrypoint + .Cmd) == ["dotnet", "/app/Hierarchy.Silo.dll", "node"]'
holds "it stops on SIGTERM" configured '.StopSignal == "SIGTERM"'
holds "its user has no rights, and is the manifests'" deployed ".securityContext | .runAsNonRoot and .runAsUser == ${ids%:*} and .runAsUser > 0"
holds "compose.yaml and the manifests leave the user to it, or name the same" composed '[.[] | select(.image == "hierarchy") | .user // empty] == []'
holds "it has no shell" test ! -e "$image/bin/sh" -a ! -e "$image/usr/bin/sh"
holds "it has its pages" test -f "$image/web/index.html" -a -f "$image/web/ide.html"
holds "the nodes of compose.yaml have a read-only root and /tmp in memory" composed \
    '[.[] | select(.image == "hierarchy")] | length > 0 and all(.read_only and .tmpfs == ["/tmp"] and .cap_drop == ["ALL"])'
holds "so have those of the manifests" deployed '(.containers[0].securityContext | .readOnlyRootFilesystem and .capabilities.drop == ["ALL"])
    and any(.containers[0].volumeMounts[]; .mountPath == "/tmp") and any(.volumes[]; .name == "tmp" and .emptyDir.medium == "Memory")'
exposed=$(jq -c '.Docker.config.ExposedPorts | keys' "$config")
holds "the ports of compose.yaml lead to its own" composed "[.[] | select(.image == \"hierarchy\") | .ports[] | split(\":\")[2] + \"/tcp\"] - $exposed == []"
holds "the manifests name its ports" deployed "[.containers[0].ports[].containerPort | tostring + \"/tcp\"] | sort == ($exposed | sort)"
holds "the service leads to a port that they name" served Service '.ports[0].targetPort == "http"'
holds "the network policy lets in by its ports alone" served NetworkPolicy "[.ingress[].ports[].port | tostring + \"/tcp\"] - $exposed == []"
holds "the probes ask at a port that they name" deployed '.containers[0] | [.startupProbe, .readinessProbe, .livenessProbe | .httpGet.port] | unique == ["http"]'
holds "the secrets of compose.yaml are where its variables say" composed \
    '[.[] | select(.image == "hierarchy") | ([.environment[] | strings | select(startswith("/run/secrets/")) | ltrimstr("/run/secrets/")] - .secrets)] | flatten == []'
holds "the nodes of compose.yaml and the manifests get the server's role and the owner, each from a file" given_roles
holds "no node of compose.yaml is given a password of PostgreSQL's own" composed \
    '. as $all | [.[] | select(.image == "hierarchy") | .secrets[] | select([.] - $all.postgres.secrets == [])] == []'
holds "PostgreSQL of compose.yaml makes the roles by docker/postgres-init.sql" composed \
    '.postgres | any(.volumes[]; startswith("./postgres-init.sql:/docker-entrypoint-initdb.d/")) and ([.secrets[]] | contains(["owner-password", "server-password"]))'
holds "the version that it tells has the commit" tells_commit

database_port=$(free_port)
secret=$(new_secret)
install -d -o postgres -g postgres -m 700 "$folder/data" "$folder/passwords"
# The secrets of PostgreSQL, and of nobody else.
for role in superuser owner server; do new_secret >"$folder/passwords/$role-password"; done
chown postgres "$folder/passwords"/*
as_postgres "$programs/initdb" -D "$folder/data" -U hierarchy --pwfile "$folder/passwords/superuser-password" -A scram-sha-256 -E UTF8 >/dev/null
as_postgres "$programs/pg_ctl" -D "$folder/data" -w -l "$folder/data/log" \
    -o "-p $database_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=''" start >/dev/null
as_role superuser hierarchy -d postgres -q -c 'create database hierarchy'
holds "docker/postgres-init.sql makes the roles" env SECRETS="$folder/passwords" PGPASSWORD="$(cat "$folder/passwords/superuser-password")" \
    "$programs/psql" -X -h 127.0.0.1 -p "$database_port" -U hierarchy -d hierarchy -f "$root/docker/postgres-init.sql"
for role in server owner; do
    printf 'Host=postgres;Port=%s;Username=hierarchy_%s;Database=hierarchy;Password=%s' "$database_port" "$role" "$(cat "$folder/passwords/$role-password")" \
        >"$folder/secrets/database$([ "$role" = server ] || echo "-$role")"
done
printf '%s tester *\n' "$(printf %s "$secret" | sha256sum | cut -d' ' -f1)" >"$folder/secrets/tokens"
chmod 644 "$folder/secrets"/*

program node --help >"$folder/help"
declare -A ports=()
for node in node-1 node-2; do
    mapfile -t variables < <(yq -r ".services[\"$node\"].environment | to_entries[] | \"\(.key)=\(.value)\"" "$compose" | sed 's/\${[A-Z_]*:-}//')
    for variable in "${variables[@]}"; do holds "$node: ${variable%%=*} is one of its variables" grep -qw "${variable%%=*}" "$folder/help"; done
    ports[$node]=$(free_port)
    start "$node" "${ports[$node]}" "${variables[@]}"
    holds "$node of compose.yaml is ready" ready "$node" "${ports[$node]}"
done
mapfile -t variables < <(yq -rs 'map(select(.kind == "Deployment"))[0].spec.template.spec.containers[0].env[]
    | "\(.name)=\(.value // {"status.podIP": "127.0.0.1"}[.valueFrom.fieldRef.fieldPath])"' "$manifests")
for variable in "${variables[@]}"; do holds "the manifests: ${variable%%=*} is one of its variables" grep -qw "${variable%%=*}" "$folder/help"; done
ports[pod]=$(free_port)
start pod "${ports[pod]}" "${variables[@]}"
holds "a pod of the manifests is ready" ready pod "${ports[pod]}"

mapfile -t health < <(jq -r '.Docker.config.Healthcheck.Test[1:][]' "$config")
for node in node-1 node-2 pod; do
    port=${ports[$node]}
    healthy() { (inside "HIERARCHY_PORT=$port" -- "${health[@]}"); }
    holds "$node: its own check finds it healthy" healthy
    # Whoever probes asks for the address of the pod.
    for path in $(yq -rs 'map(select(.kind == "Deployment"))[0].spec.template.spec.containers[0]
        | [.startupProbe, .readinessProbe, .livenessProbe | .httpGet.path] | unique[]' "$manifests"); do
        holds "$node: the probe $path is answered" curl -sf -H "Host: 10.1.2.3:8080" "http://127.0.0.1:$port$path"
    done
    holds "$node: the plans are there" ask "$port" '{ unit(id: \"vn24-72\") { progress(asOf: \"2013-07-01\") { total } } }' '"total":451'
    holds "$node: nothing is answered without a token" ask_without_token "$port"
    holds "$node: the page is served" page "$port"
done
holds "what the one is told" ask "${ports[node-1]}" \
    'mutation { registerUnit(requestId: \"i1\", input: {id: \"image-1\", name: \"Xã Thử\", kind: COMMUNE, parent: \"vn24-72\"}) { id } }' '"image-1"'
for node in node-2 pod; do holds "$node knows" ask "${ports[$node]}" '{ unit(id: \"image-1\") { name } }' 'Xã Thử'; done
holds "the nodes work as hierarchy_server" work_as_server
for sql in "update events set actor = 'x'" 'delete from events' "copy (select 1) to program 'true'" 'create table public.mine (x integer)'; do
    holds "hierarchy_server is refused: ${sql%% set *}" refused "$sql"
done
for node in pod node-2 node-1; do holds "$node: SIGTERM ends it with code 0" stop "$node"; done

echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ]
