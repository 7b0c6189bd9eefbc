# Read by ./test. The dashboard's tests: beside its sources, and in a real browser against the real process. Adds to $failed and $skipped where
# they cannot run.

# Debian's browser. Prints why when there is none and none can be installed.
install_chromium() {
    command -v "${CHROMIUM:-chromium}" >/dev/null && return
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        # Lists that came with a machine name packages that are served no more.
        attended 5 "reading Debian's lists of packages" apt-get update -qq >/dev/null 2>&1
        attended 5 "installing Chromium" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1
        command -v chromium >/dev/null && return
    fi
    echo "There is no Chromium, and it cannot be installed here: 'sudo apt-get install chromium', or name one in CHROMIUM."
    return 1
}

# Fetches and builds all that these tests need.
prepare_web() {
    has_node || return 0
    install_npm_packages web
    build_web
    install_chromium
}

# Builds the dashboard first: ./run, which is tested too, would do so at the same time.
plan_web_tests() { # part of the tests' names, or nothing
    if ! has_node; then
        echo "The dashboard's tests are skipped: they need Node.js 20 or later with npm."
        skipped=$((skipped + 1))
        return
    fi
    install_npm_packages web
    if [ "$status" -ne 0 ]; then
        echo "The dashboard's tests are skipped: npm could not install the packages of web/."
        skipped=$((skipped + 1))
        return
    fi
    # None of the tests beside the sources is long.
    [ "$only" = long ] || plan_vitest "dashboard" vite.config.ts "$@"
    build_web
    if [ ! -f "$root/web/dist/index.html" ]; then
        failed=$((failed + 1))
        note_failure dashboard "could not be built" </dev/null
    elif install_chromium; then
        plan_vitest "dashboard in a browser" vitest.e2e.config.ts "$@"
    else
        echo "The dashboard's tests in a browser are skipped."
        skipped=$((skipped + 1))
    fi
}

plan_vitest() { # name, configuration, part of the tests' names or nothing
    # What a pattern leaves out is not skipped.
    counts_left_out=$([ -n "${3:-}" ] && echo false || echo true)
    plan_tests "$1" "$root/web/node_modules/.bin/vitest" run --root "$root/web" --config "$root/web/$2" --no-color \
        --reporter default --reporter json --outputFile.json "$report/$1.json" ${3:+--testNamePattern "$3"} --passWithNoTests
}

# A file that fails before its tests, or a server that does not start, fails no test by name.
web_result_of() { # name
    node -p '
        const r = JSON.parse(require("fs").readFileSync(process.argv[1]));
        const leftOut = process.argv[2] === "true" ? r.numPendingTests + r.numTodoTests : 0;
        [r.numPassedTests, r.numFailedTests, leftOut].join(" ")' "$report/$1.json" "$counts_left_out" 2>/dev/null || echo "0 0 0"
}

# A file that fails before its tests is named by itself.
web_failures_of() { # name
    node -e '
        const [report, name, lines] = process.argv.slice(1);
        const say = (what, message) => {
            console.log(`failed in ${name}: ${what}`);
            for (const line of message.split("\n").slice(0, Number(lines))) console.log(`  ${line}`);
        };
        for (const file of JSON.parse(require("fs").readFileSync(report)).testResults) {
            const failed = file.assertionResults.filter(test => test.status === "failed");
            for (const test of failed) say(`${file.name}: ${test.fullName}`, test.failureMessages.join("\n"));
            if (file.status === "failed" && failed.length === 0) say(file.name, file.message);
        }' "$report/$1.json" "$1" "$failure_lines" 2>/dev/null || true
}
