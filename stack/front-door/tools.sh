# Finds the programs Slipway needs; says before it installs one. Read by ./slipway, POSIX shell.

maven_version=3.9.11
temporal_version=1.5.1
temporal_ui_version=2.42.1
temporal_server_version=1.31.2
opa_version=1.17.1
tools=$cache/bin

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "slipway: $*"
    exit 2
}

confirm() {
    [ -n "$assume_yes" ] && return 0
    [ -t 0 ] || fail "would have to $1; run again with --yes to allow it"
    printf 'May I %s? [Y/n] ' "$1" >&2
    read -r answer
    case $answer in n* | N*) fail "not without $2" ;; esac
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

apt_updated=
apt_install() {
    command -v apt-get >/dev/null 2>&1 || fail "$1 is missing and this is not Debian: install $1 by hand"
    confirm "install the Debian package $1" "$1"
    say "installing the Debian package $1"
    if [ -z "$apt_updated" ]; then
        as_root apt-get update -qq >&2 || fail "apt-get update failed"
        apt_updated=yes
    fi
    DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends "$1" >/dev/null ||
        fail "could not install $1; try: apt-get install $1"
}

# package_tool <program> <package>
package_tool() {
    command -v "$1" >/dev/null 2>&1 || PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null 2>&1 || apt_install "$2"
}

java_major() {
    "$1/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.specification.version = //p'
}

find_jdk() {
    for candidate in "${JAVA_HOME:-}" "$cache"/jdk-25* /usr/lib/jvm/*25* /opt/*jdk*25*; do
        if [ -n "$candidate" ] && [ -x "$candidate/bin/javac" ] && [ "$(java_major "$candidate")" -ge 25 ] 2>/dev/null; then
            JAVA_HOME=$candidate
            export JAVA_HOME
            PATH=$JAVA_HOME/bin:$PATH
            export PATH
            return 0
        fi
    done
    return 1
}

need_jdk() {
    find_jdk && return 0
    if apt-cache show openjdk-25-jdk-headless >/dev/null 2>&1; then
        apt_install openjdk-25-jdk-headless
        find_jdk && return 0
    fi
    fail "JDK 25 is missing: install Temurin 25 (Debian package temurin-25-jdk of the Adoptium repository) or set JAVA_HOME"
}

find_maven() {
    if [ -f "$cache/apache-maven-$maven_version/bin/mvn" ]; then
        maven=$cache/apache-maven-$maven_version/bin/mvn
        return 0
    fi
    found=$(command -v mvn 2>/dev/null) || return 1
    case $("$found" --version 2>/dev/null | sed -n 's/^Apache Maven \([0-9.]*\).*/\1/p') in
        3.9.* | 3.[1-9][0-9].*) maven=$found ;;
        *) return 1 ;;
    esac
}

# An older Maven is good enough to fetch the right one from the repository it is set up with.
need_maven() {
    find_maven && return 0
    package_tool mvn maven
    confirm "fetch Maven $maven_version into $cache" "Maven $maven_version"
    say "fetching Maven $maven_version"
    mkdir -p "$cache/download"
    (cd "$cache" && mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy \
        -Dartifact=org.apache.maven:apache-maven:$maven_version:zip:bin "-DoutputDirectory=$cache/download") >&2 ||
        fail "could not fetch Maven $maven_version"
    (cd "$cache" && "$JAVA_HOME/bin/jar" --extract --file "download/apache-maven-$maven_version-bin.zip")
    chmod +x "$cache/apache-maven-$maven_version/bin/mvn"
    find_maven || fail "Maven $maven_version was fetched but cannot be used"
}

# go_tool <name> <module@version> [<build tags>]: on PATH, in the cache, else built from its module. Of those that fit one
# version of another program only, the one on PATH is not asked for.
go_tool() {
    [ -x "$tools/$1" ] && return 0
    case $1 in
        temporal-*) ;;
        *) command -v "$1" >/dev/null 2>&1 && return 0 ;;
    esac
    go=$(command -v go 2>/dev/null || { [ -x /usr/local/go/bin/go ] && echo /usr/local/go/bin/go; }) ||
        fail "$1 is missing, and so is Go to build it with: install $1, or Go 1.26 or newer"
    confirm "build $1 from its Go module (1 to 5 minutes)" "$1"
    say "building $1 ($2)"
    mkdir -p "$tools" "$cache/build/$1"
    GOBIN=$cache/build/$1 CGO_ENABLED=0 "$go" install ${3:+-tags "$3"} "$2" >&2 || fail "could not build $1"
    mv "$cache/build/$1/"* "$tools/$1"
}

tofu() {
    for name in tofu terraform; do
        command -v $name 2>/dev/null && return 0
    done
    return 1
}

need_docker() {
    command -v dockerd >/dev/null 2>&1 || [ -S /var/run/docker.sock ] || apt_install docker.io
}

# need_bench_tools <words of bench>: a Temporal server on PostgreSQL is measured unless the words say otherwise.
need_bench_tools() {
    case " $* " in
        *" --on postgresql "*) need_temporal_server ;;
        *" --on "* | *" start "* | *" audit "* | *" --help "*) ;;
        *) need_temporal_server ;;
    esac
}

# need_tools build|cli|run|test
need_tools() {
    need_jdk
    need_maven
    PATH=$tools:$PATH:/usr/sbin:/sbin
    export PATH
    case $1 in build | cli) return 0 ;; esac
    [ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || fail "the embedded stack is supported on Linux x86-64 only"
    package_tool git git
    package_tool curl curl
    package_tool bwrap bubblewrap
    package_tool haproxy haproxy
    package_tool ip iproute2
    package_tool iptables iptables
    [ -x /bin/busybox ] || apt_install busybox-static
    need_opa
    need_temporal
    need_temporal_ui
    [ "$1" = test ] && need_docker
    tofu >/dev/null || say "neither tofu nor terraform is found: step 5 (provision) will fail with PROVISIONER_MISSING"
}

report() {
    printf '%-22s %s\n' "$1" "$2"
}

# check <program> <how to get it>
check() {
    where=$(command -v "$1" 2>/dev/null) && report "$1" "found: $where" && return 0
    report "$1" "missing: $2"
    missing=yes
}

doctor() {
    for word in "$@"; do
        [ "$word" = --install ] && need_tools test
    done
    missing=
    PATH=$tools:$PATH:/usr/sbin:/sbin
    report system "$(uname -s) $(uname -m), $(nproc) cores, user $(id -un)"
    if find_jdk; then report "JDK 25" "found: $JAVA_HOME"; else report "JDK 25" "missing: install Temurin 25 or set JAVA_HOME"; missing=yes; fi
    if find_maven; then report "Maven 3.9" "found: $maven"; else report "Maven 3.9" "missing: ./slipway doctor --install"; missing=yes; fi
    check temporal "./slipway doctor --install"
    check opa "./slipway doctor --install"
    check temporal-ui "./slipway doctor --install"
    check bwrap "apt-get install bubblewrap"
    check haproxy "apt-get install haproxy"
    check ip "apt-get install iproute2"
    check iptables "apt-get install iptables"
    check busybox "apt-get install busybox-static"
    check git "apt-get install git"
    if found=$(tofu); then report tofu/terraform "found: $found"; else report tofu/terraform "missing: step 5 will fail; install OpenTofu or Terraform 1.6 or newer"; missing=yes; fi
    if docker version >/dev/null 2>&1; then report "Docker Engine" "answers"
    elif command -v dockerd >/dev/null 2>&1; then report "Docker Engine" "installed, not running: tasks with driver docker need it; start dockerd"
    else report "Docker Engine" "missing: only driver docker needs it; apt-get install docker.io"; fi
    if [ "$(id -u)" = 0 ]; then report isolation "full: root"; else report isolation "driver exec needs root (network namespaces, cgroups); raw-exec and mock work"; fi
    if [ -f /sys/fs/cgroup/cgroup.controllers ]; then report cgroups v2; elif [ -d /sys/fs/cgroup/memory ]; then report cgroups "v1"; else report cgroups "missing: limits cannot be enforced"; fi
    [ -z "$missing" ] || exit 1
}
