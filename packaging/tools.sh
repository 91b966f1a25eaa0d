# Finds what the scripts of the checkout need on this machine. Sourced, not run; the caller sets `me`, its name in messages.

# The one place for the options of Drawbridge's Java: a short-lived process gains more from the first compiler and the
# simplest collector than it loses.
# shellcheck disable=SC2034
java_options='--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto'

say() {
    echo "$me: $*" >&2
}

refuse() {
    say "$*"
    exit 2
}

# is_jdk FOLDER MAJOR: is there a whole JDK of that major version? Asks its release file, because starting it takes longer.
is_jdk() {
    [ -x "$1/bin/javac" ] && [ -f "$1/release" ] && grep -q "^JAVA_VERSION=\"$2[.\"+-]" "$1/release"
}

# The folder of the JDK whose java is on PATH, if it can be told.
jdk_on_path() {
    java=$(command -v java) || return 0
    while [ -L "$java" ]; do
        next=$(readlink "$java")
        case $next in
            /*) java=$next ;;
            *) java=$(dirname -- "$java")/$next ;;
        esac
    done
    dirname -- "$(dirname -- "$java")"
}

# find_jdk: sets JAVA_HOME to a JDK 25, and exports it for Maven.
find_jdk() {
    if [ -n "${DRAWBRIDGE_JAVA_HOME:-}" ] && ! is_jdk "$DRAWBRIDGE_JAVA_HOME" 25; then
        refuse "DRAWBRIDGE_JAVA_HOME is $DRAWBRIDGE_JAVA_HOME, which is not a JDK 25; let it name one, or unset it"
    fi
    for candidate in "${DRAWBRIDGE_JAVA_HOME:-}" "${JAVA_HOME:-}" "$(jdk_on_path)" /usr/lib/jvm/* /usr/local/lib/jvm/* /opt/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-}"/.sdkman/candidates/java/25* "${HOME:-}"/.jdks/*; do
        if [ -n "$candidate" ] && is_jdk "$candidate" 25; then
            JAVA_HOME=$candidate
            export JAVA_HOME
            return
        fi
    done
    refuse "a JDK 25 is needed and none was found (looked at DRAWBRIDGE_JAVA_HOME, JAVA_HOME, PATH and the usual folders); install one, for example Temurin 25 by the system's package manager, or set DRAWBRIDGE_JAVA_HOME to its folder"
}

require_tool() {
    command -v "$1" >/dev/null 2>&1 || refuse "$2 is needed and there is no '$1' on PATH; install it with the system's package manager, then run this again"
}
