#!/usr/bin/env bash
# The main job on seeds/, in a workspace of its own (build/demo): drafts under the glossary, beads, pairs out.
set -euo pipefail
muqabala=$1
here=$(pwd)
demo=build/demo
say() { printf '\n\033[1m%s\033[0m\n' "$*" >&2; }
run() { printf '$ muqabala %s\n' "$*" >&2; "$here/$muqabala" "$@"; }

rm -rf "$demo"
mkdir -p "$demo"
cp -r seeds glossaries "$demo/"
cp aligned/pairs.jsonl "$demo/reviewed.jsonl"
cd "$demo"

say "What is here"
run doctor
say "A memory to start with"
run import --memory seeds/memory/own_news.tsv
say "Every document of seeds/ becomes drafts under the glossary"
run translate seeds
say "The first drafts, with what the checks saw"
run translate seeds/news/tokyo-liaison-office.txt -o - -f tsv --quiet | head -6
say "An Arabic statement and the English one that exists are paired sentence by sentence"
run align seeds/pairs/joint-statement.ar.txt seeds/pairs/joint-statement.en.txt -o - -f tsv --quiet | head -5
say "Reviewed pairs leave as TMX and JSONL"
run import reviewed.jsonl
run export -f tmx -f jsonl
ls -l aligned
say "Now open the review desk:  $muqabala -C $demo review"
