#!/bin/sh
# Builds web/packages/guard/dist:
#   guard.wasm       the sieve: phrases of English and Chinese; says when a text needs more
#   guard_full.wasm  everything
#   lists/*.words    the other word lists
set -eu
root=$(cd "$(dirname "$0")/../../.." && pwd)
dist=$root/web/packages/guard/dist
mkdir -p "$dist"
cd "$root/src/guard"
phrases="normal.cpp lexicon.cpp tables.cpp tokens.cpp phrases.cpp phrase_verdict.cpp rests.cpp chinese.cpp sightings.cpp"
build() { # name, sources and flags
    out=$dist/$1
    shift
    clang++-19 --target=wasm32-wasi -std=c++23 -Oz -flto -fno-exceptions -fno-rtti -ffunction-sections \
        -fdata-sections -fno-threadsafe-statics -fno-c++-static-destructors -fvisibility=hidden -stdlib=libc++ \
        -nostartfiles -mbulk-memory -Wall -Wextra -Wno-parentheses -I"$root/src" "$@" wasm/guard_wasm.cpp -o "$out" \
        -Wl,--no-entry,--gc-sections,--strip-all,-z,stack-size=131072,--stack-first,--lto-O2
    if command -v wasm-opt >/dev/null; then
        wasm-opt -Oz --enable-bulk-memory --enable-sign-ext --enable-mutable-globals "$out" -o "$out" 2>/dev/null
    fi
    if command -v brotli >/dev/null; then
        echo "$(basename "$out"): $(wc -c <"$out") bytes, $(brotli -q 11 -w 24 -c "$out" | wc -c) brotli"
    fi
}
# shellcheck disable=SC2086
build guard.wasm -DKEYDESK_GUARD_SIEVE $phrases sieve.cpp
# shellcheck disable=SC2086
build guard_full.wasm $phrases marker.cpp cues.cpp hash.cpp clean.cpp needs.cpp ed25519.cpp keys.cpp hex.cpp blocks.cpp codes.cpp
python3 data/pack.py "$dist/lists" >/dev/null
