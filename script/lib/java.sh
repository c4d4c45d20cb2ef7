# For what needs Spark or the HTML checker: `source` it after common.sh. Not run by itself.
# shellcheck shell=bash

# Sees that there is a Java of version 17 or newer; installs Debian's newest where that can be done without asking.
ensure_java() {
  local java version
  java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
  if command -v "$java" >/dev/null; then
    version="$("$java" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p')"
    [ "${version:-0}" -lt 17 ] || return 0
  fi
  need_packages "Java 17 or newer (for Spark, and the tests’ HTML checker)" default-jre-headless
}
