# Published programs, checked against their published sums. Read by ./slipway, POSIX shell.

# Another place that holds the same files, such as a mirror inside a company.
releases=${SLIPWAY_RELEASES:-https://github.com}

fetch_file() {
    curl -fsSL --connect-timeout 5 --max-time 300 -o "$2" "$releases/$1" 2>/dev/null
}

# published_sum <file with sums> <name>: a file with one line is about the one file it stands beside.
published_sum() {
    if [ "$(grep -c . "$1")" = 1 ]; then cut -c1-64 "$1"; else
        sed -n "s/^\([0-9a-f]\{64\}\) [ *]\{0,1\}$2\$/\1/p" "$1"
    fi
}

# release <program> <folder of the release> <file> <file with sums> <program's name in the archive>
# Leaves the program in the cache. Returns 1 when the release cannot be reached; a wrong sum ends everything.
release() {
    command -v curl >/dev/null 2>&1 || return 1
    place=$cache/download/$1
    rm -rf "$place"
    mkdir -p "$place" "$tools"
    fetch_file "$2/$4" "$place/sums" || return 1
    fetch_file "$2/$3" "$place/$3" || return 1
    [ "$(published_sum "$place/sums" "$3")" = "$(sha256sum "$place/$3" | cut -c1-64)" ] ||
        fail "$3 from $releases/$2 does not have its published SHA-256 sum; nothing was installed"
    case $3 in
        *.tar.gz) tar -xzf "$place/$3" -C "$place" "$5" || fail "$3 does not hold $5" ;;
        "$5") ;;
        *) mv "$place/$3" "$place/$5" ;;
    esac
    chmod 755 "$place/$5"
    mv "$place/$5" "$tools/$1"
    rm -rf "$place"
    say "installed $1 from $releases/$2"
}

# released <program> <the other words of release>: asks first, once.
released() {
    [ -x "$tools/$1" ] && return 0
    confirm "fetch or build $1 into $tools" "$1"
    release "$@" || say "no release of $1 can be reached at $releases"
}

need_temporal() {
    command -v temporal >/dev/null 2>&1 || released temporal "temporalio/cli/releases/download/v$temporal_version" \
        "temporal_cli_${temporal_version}_linux_amd64.tar.gz" checksums.txt temporal
    go_tool temporal "github.com/temporalio/cli/cmd/temporal@v$temporal_version"
}

need_temporal_ui() {
    released temporal-ui "temporalio/ui-server/releases/download/v$temporal_ui_version" \
        "ui-server_${temporal_ui_version}_linux_amd64.tar.gz" "ui-server_${temporal_ui_version}_checksums.txt" ui-server
    go_tool temporal-ui "github.com/temporalio/ui-server/v2/cmd/server@v$temporal_ui_version"
}

# Only the benchmarks need them, so neither doctor nor demo asks for them.
need_temporal_server() {
    for name in temporal-server temporal-sql-tool; do
        released $name "temporalio/temporal/releases/download/v$temporal_server_version" \
            "temporal_${temporal_server_version}_linux_amd64.tar.gz" checksums.txt $name
    done
    go_tool temporal-server "go.temporal.io/server/cmd/server@v$temporal_server_version" disable_grpc_modules
    go_tool temporal-sql-tool "go.temporal.io/server/cmd/tools/sql@v$temporal_server_version"
}

need_opa() {
    command -v opa >/dev/null 2>&1 || released opa "open-policy-agent/opa/releases/download/v$opa_version" \
        opa_linux_amd64_static opa_linux_amd64_static.sha256 opa_linux_amd64_static
    go_tool opa "github.com/open-policy-agent/opa@v$opa_version"
}
