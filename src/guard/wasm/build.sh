#!/bin/sh
# Builds web/packages/guard/dist: guard.wasm (English and Chinese) and one file for every other list.
set -eu
root=$(cd "$(dirname "$0")/../../.." && pwd)
dist=$root/web/packages/guard/dist
mkdir -p "$dist"
cd "$root/src/guard"
clang++-19 --target=wasm32-wasi -std=c++23 -Oz -flto -fno-exceptions -fno-rtti -ffunction-sections -fdata-sections \
    -fno-threadsafe-statics -fno-c++-static-destructors -fvisibility=hidden -stdlib=libc++ -nostartfiles \
    -mbulk-memory -D_LIBCPP_DISABLE_AVAILABILITY -Wall -Wextra -Wno-parentheses -I"$root/src" \
    normal.cpp marker.cpp hash.cpp ed25519.cpp lexicon.cpp tables.cpp cues.cpp keys.cpp hex.cpp blocks.cpp tokens.cpp \
    phrases.cpp chinese.cpp codes.cpp clean.cpp needs.cpp wasm/guard_wasm.cpp -o "$dist/guard.wasm" \
    -Wl,--no-entry,--gc-sections,--strip-all,-z,stack-size=131072,--stack-first,--lto-O2
python3 data/pack.py "$dist/lists" >/dev/null
if command -v brotli >/dev/null; then
    echo "guard.wasm: $(wc -c <"$dist/guard.wasm") bytes, $(brotli -q 11 -w 24 -c "$dist/guard.wasm" | wc -c) brotli"
fi
