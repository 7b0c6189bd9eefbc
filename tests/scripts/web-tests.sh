# Read by ./test. The dashboard's tests: beside its sources, and in a real browser against the real process. Adds to $passed, $failed, $skipped.

# Debian's browser. Prints why when there is none and none can be installed.
install_chromium() {
    command -v "${CHROMIUM:-chromium}" >/dev/null && return
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        attended 5 "installing Chromium" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1
        command -v chromium >/dev/null && return
    fi
    echo "There is no Chromium, and it cannot be installed here: 'sudo apt-get install chromium', or name one in CHROMIUM."
    return 1
}

test_web() { # part of the tests' names, or nothing
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
    run_web_tests "dashboard" vite.config.ts "$@"
    build_web
    if [ ! -f "$root/web/dist/index.html" ]; then
        failed=$((failed + 1))
    elif install_chromium; then
        run_web_tests "dashboard in a browser" vitest.e2e.config.ts "$@"
    else
        echo "The dashboard's tests in a browser are skipped."
        skipped=$((skipped + 1))
    fi
}

run_web_tests() { # what, configuration, part of the tests' names or nothing
    local result=$report/web.json ok bad not
    echo "testing $1"
    rm -f "$result"
    attended 30 testing "$root/web/node_modules/.bin/vitest" run --root "$root/web" --config "$root/web/$2" --no-color \
        --reporter default --reporter json --outputFile.json "$result" ${3:+--testNamePattern "$3"} --passWithNoTests
    read -r ok bad not < <(node -p '
        const r = JSON.parse(require("fs").readFileSync(process.argv[1]));
        [r.numPassedTests, r.numFailedTests, r.numPendingTests + r.numTodoTests].join(" ")' "$result" 2>/dev/null || echo "0 0 0")
    # A file that fails before its tests, or a server that does not start, fails no test by name.
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
        bad=1
    fi
    # What a pattern leaves out is not skipped.
    [ -z "${3:-}" ] || not=0
    passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + not))
}
