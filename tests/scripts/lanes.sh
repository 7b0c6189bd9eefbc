# Read by ./test. What is to be tested waits in a queue and runs in two lanes, since much of it waits for what it has started: one alone
# leaves a processor idle, and with three a browser waits too long for its turn. Nothing that is printed mixes: the output of each comes as
# a whole when it ends. Adds to $passed, $failed, $skipped. show_failures names what failed once more, since only the end of a long output
# may be kept.

lanes=2
passed=0 failed=0 skipped=0
report=$(mktemp -d)
failures_shown=10
failure_lines=15
trap 'stop_beside; rm -rf "$report"' EXIT
queue=()
besides=()
declare -A command_of=()
# By the process that leads the group.
declare -A running=() started_at=()

# Runs something in a process of its own while this script goes on. It ends with this script, and says nothing but its progress.
beside() { # command …
    "$@" >/dev/null 2>&1 &
    besides+=($!)
}

await_beside() {
    [ ${#besides[@]} -eq 0 ] || wait "${besides[@]}" || true
    besides=()
}

stop_beside() {
    [ ${#besides[@]} -eq 0 ] || kill -TERM "${besides[@]}" 2>/dev/null || true
    await_beside
}

plan_tests() { # name, command …
    queue+=("$1")
    command_of[$1]=$(printf '%q ' "${@:2}")
}

run_planned_tests() {
    local process said=$SECONDS
    trap 'stop_tests; exit "$exit_code_when_stopped"' INT TERM HUP
    while [ ${#queue[@]} -gt 0 ] || [ ${#running[@]} -gt 0 ]; do
        while [ ${#queue[@]} -gt 0 ] && [ ${#running[@]} -lt "$lanes" ]; do
            start_tests "${queue[0]}"
            queue=("${queue[@]:1}")
        done
        for process in "${!running[@]}"; do
            kill -0 "$process" 2>/dev/null || end_tests "$process"
        done
        if [ $((SECONDS - said)) -ge 30 ]; then
            said=$SECONDS
            for process in "${!running[@]}"; do
                echo "  still testing ${running[$process]} after $((SECONDS - started_at[$process])) s"
            done
        fi
        sleep 0.1
    done
    trap - INT TERM HUP
}

# In a process group of its own, which ends as a whole when this script is told to stop.
start_tests() { # name
    local name=$1
    echo "testing $name"
    eval "set -- ${command_of[$name]}"
    set -m
    (
        TIMEFORMAT='%U %S'
        time "$@" </dev/null >"$report/$name" 2>&1
    ) 2>"$report/$name.times" &
    set +m
    running[$!]=$name started_at[$!]=$SECONDS
}

end_tests() { # process
    local name=${running[$1]} status=0 ok bad not
    wait "$1" || status=$?
    echo "tested $name in $((SECONDS - started_at[$1])) s, with $(processor_time_of "$name") s of processor time"
    unset "running[$1]"
    cat "$report/$name"
    read -r ok bad not < <(result_of "$name")
    # 8: no test matched, which is for the sum to judge. Any other failure without a failed test is a crash, and counts as one.
    if [ "$status" -ne 0 ] && [ "$status" -ne 8 ] && [ "$bad" -eq 0 ]; then
        echo "$name ended with exit code $status."
        bad=1
        note_failure "$name" "ended with exit code $status" < <(tail -n "$failure_lines" "$report/$name" | sed 's/^/  /')
    else
        failures_of "$name" >>"$report/failures"
    fi
    passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + not))
}

# What it used itself, and what it started and waited for: not a server that outlives whoever started it, such as PostgreSQL.
processor_time_of() { # name
    awk '{ seconds = $1 + $2 } END { printf "%.0f", seconds }' "$report/$1.times"
}

note_failure() { # name, what failed; the head of what it says from standard input
    {
        echo "failed in $1: $2"
        cat
    } >>"$report/failures"
}

# Prints for each test that failed a line with its name, and indented the head of what it says.
failures_of() { # name
    if [[ $1 = dashboard* ]]; then
        web_failures_of "$1"
    else
        awk -v name="$1" -v most="$failure_lines" '
            /^failed .*\)$/ { sub(/^failed /, ""); print "failed in " name ": " $0; left = most; next }
            !/^ / { left = 0 }
            left > 0 { print; left-- }' "$report/$1"
    fi
}

# Comes last before the sum.
show_failures() {
    [ -s "$report/failures" ] || return 0
    echo
    awk -v most="$failures_shown" '
        /^failed in / { count++ }
        count <= most { print }
        END { if (count > most) print "and " count - most " more, named above" }' "$report/failures"
    echo
}

# Prints how many passed, failed and were skipped: as vitest wrote it down, or as the summary of a test project says.
result_of() { # name
    if [[ $1 = dashboard* ]]; then
        web_result_of "$1"
    else
        echo "$(count succeeded "$1") $(count failed "$1") $(count skipped "$1")"
    fi
}

count() { # word of the summary, name
    local number
    number=$(sed -n "s/^ *$1: \([0-9][0-9]*\)\$/\1/p" "$report/$2" | tail -1)
    echo "${number:-0}"
}

stop_tests() {
    local _ process
    for process in "${!running[@]}"; do
        kill -TERM -- "-$process" 2>/dev/null || unset "running[$process]"
    done
    for _ in {1..50}; do
        for process in "${!running[@]}"; do
            kill -0 -- "-$process" 2>/dev/null || unset "running[$process]"
        done
        [ ${#running[@]} -gt 0 ] || return 0
        sleep 0.1
    done
    for process in "${!running[@]}"; do
        kill -KILL -- "-$process" 2>/dev/null || true
    done
}
