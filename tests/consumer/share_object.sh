#!/bin/sh
# A launcher of the compiler: share_object.sh COMPILER ARGUMENTS. Two of the consumer tests compile the library's one file, from the same
# headers and with the same flags. The second takes the object of the first, which lies beside their folders.
set -eu
cache=../shared_objects
case "$*" in
*ssot_compiled.cpp) ;;
*) exec "$@" ;;
esac

object='' dependencies='' headers='' before=''
for argument; do
    case $before in
    -o) object=$argument ;;
    -MF) dependencies=$argument ;;
    -isystem) headers=$argument ;;
    esac
    case $argument in
    -I*/include) headers=${argument#-I} ;;
    esac
    before=$argument
done
[ -n "$object" ] && [ -n "$dependencies" ] && [ -d "$headers/ssot" ]

# What has a slash in it is a path, and differs.
key=$({
    printf '%s\n' "$@" | grep -v -e / -e -isystem
    cd "$headers"
    find ssot -type f | LC_ALL=C sort | xargs sha256sum
} | sha256sum | cut -c1-32)
if [ ! -f "$cache/$key.o" ]; then
    "$@"
    mkdir -p "$cache"
    cp "$dependencies" "$cache/$key.d"
    cp "$object" "$cache/$key.o.new"
    mv "$cache/$key.o.new" "$cache/$key.o"
else
    cp "$cache/$key.d" "$dependencies"
    cp "$cache/$key.o" "$object"
fi
