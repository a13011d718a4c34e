#!/usr/bin/env bash
# The way out to Operaton, the fork of the engine: makes a copy of this checkout in target/operaton, renames the engine in it, compiles the
# copy and runs the tests of the pathway on it, on both databases. The checkout stays as it is. What is renamed, and nothing else:
#   - coordinates, and the packages and types of the engine and of its models for BPMN and DMN;
#   - the expression language, of which the fork takes the interface from Jakarta in place of a copy of its own.
# The annotations in the models (camunda:...) and the FEEL engine keep their names: the fork reads and uses them as they are.
set -euo pipefail
cd "$(dirname "$0")/../.."

version=1.0.3
copy=target/operaton

mkdir -p "$copy"
rm -rf "${copy:?}"/{.ci,src,processes,forms,config} "$copy"/target/{classes,test-classes,surefire-reports}
tar -c --exclude=node_modules --exclude=operaton.sh pom.xml .ci src processes forms config | tar -x -C "$copy"

find "$copy/src" -name '*.java' -print0 | xargs -0 sed -i -E \
    -e 's/org\.camunda\.bpm\.impl\.juel\.jakarta\.el/jakarta.el/g' \
    -e 's/org\.camunda\.bpm/org.operaton.bpm/g' \
    -e 's/instance\.camunda\.Camunda/instance.operaton.Operaton/g' \
    -e 's/\b(get|set|is|add|remove)?Camunda([A-Z][A-Za-z]*)\b/\1Operaton\2/g'
sed -i -E \
    -e "s|<camunda.version>.*</camunda.version>|<camunda.version>$version</camunda.version>|" \
    -e 's|<groupId>org\.camunda\.bpm|<groupId>org.operaton.bpm|' \
    -e 's|<artifactId>camunda-engine-spring-6<|<artifactId>operaton-engine-spring<|' \
    -e 's|<artifactId>camunda-|<artifactId>operaton-|' \
    -e '/<arg>-Werror<\/arg>/d' \
    "$copy/pom.xml"

if grep -rnE 'org\.camunda\.bpm|camunda-(bom|engine)' "$copy/src" --include='*.java' "$copy/pom.xml"; then
    echo "Not everything was renamed: see above" >&2
    exit 1
fi

mvn -B -q -f "$copy/pom.xml" -Dexec.skip=true -Dtest.frontend.skip=true -Dspotless.check.skip=true -Dtest='org/nrm/pathway/**' integration-test

for reports in "$copy"/target/surefire-reports{,/slow,/postgresql}; do
    tests=$(cat "$reports"/TEST-org.nrm.pathway.*.xml | grep -c '<testcase ')
    echo "Operaton $version: $tests tests of the pathway pass ($reports)"
done
