# shellcheck shell=bash
# What ./run, ./check and .ci/run share: packages, builds and tests. To be sourced.

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)

say() { echo "memnet: $*" >&2; }

# A compiler cache is used where one is installed.
if command -v ccache >/dev/null; then export CMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER:-ccache}; fi

# need_packages run check ...: installs those packages of packages.txt that these groups need and that are missing. A
# program with the name of a package counts too: some builds of nodejs have their own npm, and conflict with Debian's.
need_packages() {
  local wanted=() missing=() package need
  while read -r package need; do
    [[ $package != "#"* && " $* " == *" $need "* ]] && wanted+=("$package")
  done <"$root/packages.txt"
  command -v dpkg-query >/dev/null || return 0 # not Debian: CMake names what it cannot find

  local installed
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null || true)
  for package in "${wanted[@]}"; do
    [[ $'\n'"$installed"$'\n' == *$'\n'"installed $package"$'\n'* ]] || command -v "$package" >/dev/null ||
      missing+=("$package")
  done
  ((${#missing[@]})) || return 0

  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get) hint="sudo apt-get install ${missing[*]}"
  if ((EUID == 0)); then
    hint=${hint#sudo }
  elif command -v sudo >/dev/null && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; then
    apt=(sudo "${apt[@]}")
  else
    say "these packages are missing, and only root can install them: ${missing[*]}"
    say "type: $hint"
    exit 1
  fi
  say "installing ${missing[*]}"
  local log
  log=$(mktemp)
  if ! { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "${missing[@]}"; } &>"$log"; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    say "the packages could not be installed: ${missing[*]}"
    say "type: $hint"
    exit 1
  fi
  rm -f "$log"
}

# watch_build PRESET: reads the output of ninja and prints one line when a build starts; on a terminal, its progress.
watch_build() {
  local preset=$1 line printed="" on_terminal=""
  [[ -t 2 ]] && on_terminal=yes
  while IFS= read -r line; do
    [[ $line =~ ^\[([0-9]+)/([0-9]+)\]\ (Building|Linking) ]] || continue
    if [[ $on_terminal ]]; then
      printf '\rmemnet: building (%s) %s of %s ' "$preset" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" >&2
    elif [[ ! $printed ]]; then
      say "building ($preset), ${BASH_REMATCH[2]} steps"
    fi
    printed=yes
  done
  if [[ $printed && $on_terminal ]]; then printf '\r\033[K' >&2; fi
}

# build PRESET [TARGET ...]: configures the preset if that was never done, and builds the targets (or all). Prints the
# messages only if the build fails. Two builds of a preset at once run one after the other.
build() {
  local preset=$1 folder=$root/build/$1 log=$root/build/$1/build.log targets=()
  shift
  (($#)) && targets=(--target "$@")
  mkdir -p "$folder"
  (
    flock 9
    cd "$root"
    {
      { [[ -f $folder/build.ninja ]] || cmake --preset "$preset"; } &&
        cmake --build --preset "$preset" "${targets[@]}"
    } 2>&1 | tee "$log" | watch_build "$preset"
  ) 9>"$folder/.lock" || {
    cat "$log" >&2
    say "the build failed (preset $preset); its messages are above, and in ${log#"$PWD"/}"
    exit 1
  }
}

# programs_with NAME ...: prints the test programs of the preset dev that have a test with one of these in its name. The
# laws have a test for each entry of a table. Requires that the preset is configured.
programs_with() {
  local program sources name
  while IFS='|' read -r program sources; do
    for name in "$@"; do
      # shellcheck disable=SC2086 # a list of files, without blanks in their names
      if grep -qE "^(TYPED_)?TEST(_F|_P)?\\(.*${name//./, }" $sources ||
        { [[ $program == memnet_laws ]] &&
          grep -rqE --include=table.def "^MEMNET_[A-Z]+\\([^,]*$name" "$root"/{memnet,tasks}; }; then
        echo "$program"
        break
      fi
    done
  done <"$root/build/dev/tests/programs.txt"
}

# run_tests PRESET [ARGUMENTS]: runs the tests by ctest with these arguments, and prints how many passed: ctest counts
# programs. It is an error if no test ran.
run_tests() {
  local preset=$1 log=$root/build/$1/Testing/Temporary/LastTest.log
  (cd "$root" && ctest --preset "$@")
  awk -v preset="$preset" '
    /^\[  PASSED  \] [0-9]+ test/ { passed += $4 }
    /^\[  SKIPPED \] [0-9]+ test/ { skipped += $4 }
    END {
      printf "memnet: %d tests passed (%s)%s\n", passed, preset, skipped ? ", " skipped " were skipped" : ""
      exit passed == 0
    }' "$log" || { say "no test was run"; exit 1; }
}
