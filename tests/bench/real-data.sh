#!/bin/sh
# Makes a data folder of real records (83,930 of them) and prints what `serve` needs with it.
# Usage: tests/bench/real-data.sh [BUILD]   BUILD: a release build, default build/release. The folder is build/real-data,
# made once; remove it to make it anew. The records: $COMMONPLACE_SHARED, else ../shared.
set -eu
cd "$(dirname "$0")/../.."
build=${1:-build/release}
shared=${COMMONPLACE_SHARED:-$PWD/../shared}
records=$shared/data/records
mappings=$PWD/tests/federation_e2e/mappings
data=$PWD/build/real-data
commonplace=$build/commonplace
[ -x "$commonplace" ] || { echo "no program at $commonplace: build it first, or name the build folder" >&2; exit 2; }

now() { date +%s%N; }
since() { echo "$(($(now) - $1))" | awk '{printf "%.2f s", $1 / 1e9}'; }

import() { # name, archive, mapping, options
  begun=$(now)
  zcat "$records/$2" > "$data.rows"
  "$commonplace" --data "$data" import "$data.rows" --format ndjson --mapping "$mappings/$3" $4 > /dev/null 2> "$data.log" || {
    cat "$data.log" >&2
    exit 1
  }
  echo "import of $1: $(since "$begun")"
}

if [ ! -f "$data/commonplace.toml" ]; then
  [ -d "$records" ] || { echo "no records at $records: set COMMONPLACE_SHARED" >&2; exit 2; }
  rm -rf "$data"
  "$commonplace" --data "$data" init --name "Everything Hub" --base-url http://localhost:18080 > /dev/null
  trap 'rm -rf "$data" "$data.rows" "$data.log"' EXIT
  import "12,517 lessons" oak-lessons.jsonl.gz oak.toml "--contributor auto"
  import "2,211 primary sources" dpla-pss.jsonl.gz dpla.toml "--contributor auto"
  import "69,202 works of art" tate-artworks.jsonl.gz tate.toml ""
  trap - EXIT
  rm -f "$data.rows" "$data.log"
fi

serve() { # what it is called
  begun=$(now)
  "$commonplace" --data "$data" serve --listen 127.0.0.1:18080 > /dev/null 2>&1 &
  process=$!
  until curl -sf -o /dev/null http://127.0.0.1:18080/readyz; do
    kill -0 "$process" 2> /dev/null || { echo "serve ended by itself" >&2; exit 1; }
    sleep 0.02
  done
  echo "$1 until /readyz is 200: $(since "$begun")"
}

memory() { awk -v when="$1" '/^(VmRSS|VmHWM)/ {printf "%s %s %.0f MiB\n", when, $1, $2 / 1024}' "/proc/$process/status"; }

rm -rf "$data/index"
serve "first start (index built from the store)"
memory "after the first start:"
kill "$process" && wait "$process" || true
ls -s --block-size=M "$data/commonplace.db" "$data"/index/* | awk '{print "on disk:", $2, $1}'
serve "second start (index kept)"
memory "after the second start:"
for word in art lesson river portrait shakespeare; do
  curl -sf -o /dev/null "http://127.0.0.1:18080/api/v1/search?q=$word"
  curl -sf -o /dev/null "http://127.0.0.1:18080/search?q=$word"
done
curl -sf -o /dev/null "http://127.0.0.1:18080/oai?verb=ListRecords&metadataPrefix=oai_dc"
memory "after a few questions:"
kill "$process" && wait "$process" || true
