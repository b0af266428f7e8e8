#!/bin/sh
# cached.sh ROOT COMPILER ARGUMENTS…: the compiler behind ccache, so that checkouts in different
# folders share the cache.
#  * Paths below the build folder (Ninja's working directory) become relative: those that CMake
#    passes by -Xclang are hashed as they stand.
#  * A precompiled header names the folder it was made in, so it is not cached itself, and in what
#    is compiled with it ccache looks at its .sum instead: a digest of what went into it.
root=$1
shift
here=$(pwd)
before='' made=''
for argument do
    shift
    argument=${argument#"$here"/}
    case $before:$argument in -o:*.pch) made=$argument ;; esac
    before=$argument
    set -- "$@" "$argument"
done
if [ -z "$made" ]; then
    export CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=1 CCACHE_PCH_EXTSUM=1
    export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    exec ccache "$@"
fi
"$@" || exit
{
    "$1" --version
    "$1" -std=c++23 -x c++ -E -dM "${made%.pch}"  # versions of everything it includes
    cat "${made%.pch}"
    echo "$@" | sed "s#$root##g"
} | sha256sum >"$made.sum"
