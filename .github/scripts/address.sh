#!/usr/bin/env bash
# Hold site_url in mkdocs.yml against the address at which GitHub Pages serves this repository: the site map, the feeds and the codes
# on printed packs carry site_url. GH_TOKEN needs “pages: read”.
set -euo pipefail

line=$(grep -n '^site_url:' mkdocs.yml | head -n 1)
written=$(sed -E 's/^[0-9]+:site_url:[[:space:]]*//; s/[[:space:]]+#.*$//; s/[[:space:]"'\'']//g' <<<"$line")
served=$(gh api "repos/$GITHUB_REPOSITORY/pages" --jq .html_url) || {
  echo "::error::GitHub Pages is not set up: in the repository's settings, under Pages, choose GitHub Actions as the source"
  exit 1
}
if [ "${written%/}" != "${served%/}" ]; then
  echo "::error file=mkdocs.yml,line=${line%%:*}::site_url is ${written}, but Pages serves this repository at ${served}; write that address here"
  exit 1
fi
