#!/usr/bin/env bash
# Builds docker/Dockerfile without a container engine, with buildah, and unpacks what it has built:
#   tests/images/build-image.sh FOLDER      leaves FOLDER/root (the image's file system) and FOLDER/config.json (its configuration)
# Where no registry of images is reached, base images stand in that are made of Debian's packages, the installed .NET SDK and the installed Node.js.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(mkdir -p "$1" && cd "$1" && pwd)
image=localhost/hierarchy:built
pull_seconds_max=20
# No engine, no overlay file system, no user namespace of its own: works as root in any container.
export BUILDAH_ISOLATION=chroot STORAGE_DRIVER=vfs
# A storage of its own, gone with the folder.
export CONTAINERS_STORAGE_CONF=$folder/storage.conf
printf '[storage]\ndriver = "vfs"\nrunroot = "%s/run"\ngraphroot = "%s/storage"\n' "$folder" "$folder" >"$CONTAINERS_STORAGE_CONF"

[ "$(id -u)" -eq 0 ] || { echo "Images are built as root only." >&2; exit 2; }
missing=()
for program in buildah debootstrap; do command -v "$program" >/dev/null || missing+=("$program"); done
if [ ${#missing[@]} -gt 0 ]; then
    echo "installing ${missing[*]} (Debian)"
    apt-get update -qq >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null 2>&1
fi

bases() { sed -n 's/^FROM \([^ ]*[:/][^ ]*\).*/\1/p' "$root/docker/Dockerfile" | sort -u; }

# The smallest Debian on which .NET and Node.js run, with this machine's sources of packages and authorities.
make_debian() {
    echo "making a minimal Debian"
    local source=
    source=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/*.sources 2>/dev/null | head -1)
    debootstrap --variant=minbase --include=ca-certificates,libssl3,libstdc++6,zlib1g \
        "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$folder/debian" ${source:+"$source"} >"$folder/debootstrap.log" 2>&1 ||
        { tail -5 "$folder/debootstrap.log" >&2; exit 1; }
    rm -rf "$folder/debian/etc/ssl/certs"
    cp -rL /etc/ssl/certs "$folder/debian/etc/ssl/"
}

dotnet_folder() { dirname "$(readlink -f "$(command -v dotnet)")"; }

# What the image of Microsoft's runtime without a shell has: the runtime, its libraries, an unprivileged user, and no program beside them.
make_runtime() { # folder
    local from
    from=$(dotnet_folder)
    mkdir -p "$1"/{etc/ssl,tmp,usr/share/dotnet,usr/bin,home/app,app}
    chmod 1777 "$1/tmp"
    cp -a "$from/dotnet" "$from/host" "$from/shared" "$1/usr/share/dotnet/"
    ln -s ../share/dotnet/dotnet "$1/usr/bin/dotnet"
    # The loader, and each library that any part of the runtime names.
    # ldd objects to those that trace, whose libraries nobody needs; the cryptography is opened by name.
    {
        find "$from" -type f \( -name dotnet -o -path '*/shared/*.so' \) -exec ldd {} + 2>/dev/null || true
        ldconfig -p | grep -E 'lib(ssl|crypto)\.so\.3 '
    } | grep -oE '/lib(64)?/[^ ]*' | sort -u >"$folder/libraries"
    local library
    while read -r library; do
        install -D "$(readlink -f "$library")" "$1$library"
    done <"$folder/libraries"
    cp -rL /etc/ssl/certs "$1/etc/ssl/"
    printf 'root:x:0:0:root:/root:/sbin/nologin\napp:x:1654:1654::/home/app:/bin/false\n' >"$1/etc/passwd"
    printf 'root:x:0:\napp:x:1654:\n' >"$1/etc/group"
    chown 1654:1654 "$1/home/app"
}

stand_in() { # name of a base image
    local container mount
    container=$(buildah from scratch)
    mount=$(buildah mount "$container")
    case $1 in
        *aspnet*) make_runtime "$mount" ;;
        *sdk*)
            cp -a "$folder/debian/." "$mount/"
            mkdir -p "$mount/usr/share/dotnet"
            cp -a "$(dotnet_folder)/." "$mount/usr/share/dotnet/"
            ln -s ../share/dotnet/dotnet "$mount/usr/bin/dotnet"
            ;;
        *node*)
            cp -a "$folder/debian/." "$mount/"
            cp "$(readlink -f "$(command -v node)")" "$mount/usr/bin/node"
            local npm
            npm=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")
            mkdir -p "$mount/usr/lib/node_modules"
            cp -a "$npm" "$mount/usr/lib/node_modules/npm"
            ln -s ../lib/node_modules/npm/bin/npm-cli.js "$mount/usr/bin/npm"
            ln -s ../lib/node_modules/npm/bin/npx-cli.js "$mount/usr/bin/npx"
            ;;
        *) echo "There is no stand-in for the base image $1." >&2; exit 1 ;;
    esac
    # Without ICU, as Microsoft's own image of the runtime is.
    buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        --env DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true "$container" >/dev/null
    buildah commit --quiet "$container" "$1" >/dev/null
    buildah rm "$container" >/dev/null
}

for base in $(bases); do
    if timeout "$pull_seconds_max" buildah pull --quiet "$base" >/dev/null 2>&1; then continue; fi
    echo "$base cannot be pulled: a stand-in takes its place"
    case $base in *aspnet*) ;; *) [ -d "$folder/debian" ] || make_debian ;; esac
    stand_in "$base"
done

# The clients of NuGet and npm are set up inside as they are on this machine.
client=()
mount_client() { # file here, file inside
    [ ! -f "$1" ] || client+=(--volume "$1:$2:ro")
}
mount_client "${HOME:-/root}/.nuget/NuGet/NuGet.Config" /root/.nuget/NuGet/NuGet.Config
mount_client "${HOME:-/root}/.npmrc" /root/.npmrc
mount_client "$(npm config get globalconfig 2>/dev/null || true)" /usr/etc/npmrc
for name in SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS NUGET_CERT_REVOCATION_MODE; do
    [ -z "${!name:-}" ] || client+=(--env "$name=${!name}")
done

echo "building the image"
buildah build --format docker --pull-never --network host --layers=false --build-arg "COMMIT=$(git -C "$root" rev-parse HEAD 2>/dev/null || true)" \
    ${client[@]+"${client[@]}"} --tag "$image" --file "$root/docker/Dockerfile" "$root" >"$folder/build.log" 2>&1 ||
    { tail -30 "$folder/build.log" >&2; exit 1; }
buildah inspect --type image "$image" >"$folder/config.json"
container=$(buildah from --pull-never "$image")
rm -rf "$folder/root"
cp -a "$(buildah mount "$container")" "$folder/root"
buildah rm "$container" >/dev/null
echo "built: $(du -sm "$folder/root" | cut -f1) MB"
