# What ./run, ./test and tools/install say while they work. Sourced, not started.

# step 2 5 "Installing npm packages": prints "[2/5] Installing …" and starts a stopwatch.
step() {
    step_began_=$SECONDS
    printf '[%s/%s] %s\n' "$1" "$2" "$3"
}

# done_step "18 packages": how it ended, and after how many seconds.
done_step() { printf '      %s (%s s)\n' "${1:-done}" "$((SECONDS - step_began_))"; }

say() { printf '      %s\n' "$*"; }

die() {
    printf '\nStopped: %s\n' "$1" >&2
    shift
    for line in "$@"; do printf '  %s\n' "$line" >&2; done
    exit 1
}

# How many compilers at once: one per core, but a Beast source takes a good gigabyte of memory.
compilers() {
    local cores memory_kb fit
    cores=$(nproc)
    memory_kb=$(awk '/^MemAvailable/ {print $2}' /proc/meminfo)
    fit=$((memory_kb / 1400000))
    [ "$fit" -lt 1 ] && fit=1
    echo $((cores < fit ? cores : fit))
}

# content_stamp PATH…: one word that changes when a file below the paths does.
content_stamp() {
    { find "$@" \( -name node_modules -o -name dist -o -name dist.new -o -name .out -o -name results \) \
        -prune -o -type f -print0 2>/dev/null || true; } |
        LC_ALL=C sort -z | xargs -0 --no-run-if-empty sha256sum | sha256sum | cut -c1-64
}
