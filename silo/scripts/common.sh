# Sourced by ./run and ./test: finds the .NET SDK, runs the build, and stops everything it started when this script is asked to stop.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
configuration=Release
exit_code_when_stopped=0
# Progress goes to the caller's terminal even if a command's output goes to a file.
exec 3>&1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

fail() { # exit code, message
    printf '%s\n' "$2" >&2
    exit "$1"
}

find_dotnet() {
    local folder
    for folder in "${DOTNET_ROOT:-}" "${HOME:-}/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do
        if ! command -v dotnet >/dev/null && [ -n "$folder" ] && [ -x "$folder/dotnet" ]; then
            export DOTNET_ROOT=$folder PATH="$folder:$PATH"
        fi
    done
    command -v dotnet >/dev/null || fail 2 "The .NET 10 SDK is not installed: 'sudo apt-get install dotnet-sdk-10.0', or https://dot.net."
    (cd "$root" && dotnet --version >/dev/null 2>&1) || fail 2 "The .NET SDK on PATH cannot build this: version 10 is needed (see global.json)."
}

# Runs a command in a process group of its own. SIGTERM to this script, or Ctrl-C, ends the whole group and then the script: bash alone
# would leave a build running when only bash is asked to stop. Sets $status to the command's exit code.
attended() { # seconds between lines of progress, what is going on, command …
    local every=$1 what=$2 start=$SECONDS said=$SECONDS
    shift 2
    set -m
    "$@" </dev/null &
    child=$!
    set +m
    trap 'stop_child; exit "$exit_code_when_stopped"' INT TERM HUP
    while kill -0 "$child" 2>/dev/null; do
        if [ "$every" -gt 0 ] && [ $((SECONDS - said)) -ge "$every" ]; then
            said=$SECONDS
            echo "  still $what after $((SECONDS - start)) s" >&3
        fi
        sleep 0.1
    done
    status=0
    wait "$child" || status=$?
    trap - INT TERM HUP
}

stop_child() {
    local _
    kill -TERM -- "-$child" 2>/dev/null
    for _ in {1..50}; do
        kill -0 -- "-$child" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -KILL -- "-$child" 2>/dev/null || true
}

build() { # project or solution below the root, further arguments of dotnet build
    find_dotnet
    local log project=$1
    shift
    log=$(mktemp)
    echo "building"
    # One compiler server for this build alone, which ends with it, so that nothing outlives this script.
    attended 5 building dotnet build "$root/$project" -c "$configuration" -nologo -v quiet -nodeReuse:false \
        -p:UseSharedCompilation=true -p:SharedCompilationId="hierarchy-$$" "$@" >"$log" 2>&1
    stop_child || true
    if [ "$status" -ne 0 ]; then
        grep -E ': (error|warning) ' "$log" | sort -u | head -50 >&2 || cat "$log" >&2
        rm -f "$log"
        fail 1 "The build failed."
    fi
    rm -f "$log"
}

# Installs a folder's npm packages, unless they are already there. Sets $status.
install_npm_packages() { # folder below the root
    local folder=$root/$1
    status=0
    [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ] && return
    attended 5 "installing npm's packages" npm ci --prefix "$folder" --loglevel error >&2
}

# Whether Node.js is recent enough to build the dashboard and run its scripts.
has_node() {
    command -v npm >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)" -ge 20 ]
}

# Builds the dashboard and the IDE if any of their sources is newer than the build. The system also serves without them.
build_web() {
    local folder=$root/web built=$root/web/dist/index.html
    if [ -f "$built" ] && [ -f "$folder/dist/ide.html" ] &&
        [ -z "$(find "$folder/src" "$folder"/*.ts "$folder"/*.json "$folder"/*.html -newer "$built" -print -quit)" ]; then
        return
    fi
    if ! has_node; then
        echo "The dashboard is not built: that needs Node.js 20 or later with npm. The API is served all the same."
        return
    fi
    echo "building the dashboard"
    install_npm_packages web
    # Built beside the old one, which stays in place if this fails or is stopped.
    local config
    for config in vite.config.ts vite.ide.config.ts; do
        [ "$status" -ne 0 ] || attended 5 "building the dashboard" "$folder/node_modules/.bin/vite" build "$folder" \
            --config "$folder/$config" --outDir dist/new --logLevel error >&2
    done
    if [ "$status" -ne 0 ]; then
        echo "The dashboard could not be built; what is served is what was built before, if anything."
        return
    fi
    rm -rf "$folder/dist/assets"
    mv "$folder"/dist/new/* "$folder/dist/"
    rmdir "$folder/dist/new"
    touch "$built"
}
