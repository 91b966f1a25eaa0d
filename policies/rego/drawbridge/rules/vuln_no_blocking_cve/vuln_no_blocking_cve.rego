# METADATA
# title: No known vulnerability blocks
# description: |
#   No vulnerability of the scan is of a blocking severity. Those that nobody has fixed yet don't block unless asked to; where
#   the scan doesn't know whether there is a fix, they do. A leeway gives time to act from the day one became known. One of
#   unknown severity is a warning unless "unknown" is among the severities.
# custom:
#   id: vuln.no_blocking_cve
#   controls:
#     - SSDF 1.1 RV.2.2
#     - NIST SP 800-53 r5 SI-2
#     - NIST SP 800-53 r5 SI-2(2)
#     - PCI DSS 4.0.1 6.3.3
#     - SOC 2 CC7.1
#   remedy: Update the package to a version with the fix, build and scan again.
#   remedy_cant_tell: Scan this digest with a fresh database (grype) and attach the report (cosign attest) by a key that the workspace trusts for vulnerability-scan; docs/evidence.md has the lines.
#   depends: [time]
#   parameters:
#     - name: severities
#       type: strings
#       default: [critical, high]
#       values: [critical, high, medium, low, negligible, unknown]
#       meaning: Severities that block
#     - name: onlyFixed
#       type: boolean
#       default: true
#       meaning: Let those pass that are known to have no fix yet
#     - name: leewayDays
#       type: integer
#       default: 0
#       meaning: Days from the day it became known in which one is a warning; none where that day isn't known
package drawbridge.rules.vuln_no_blocking_cve

import data.drawbridge.lib

meta := rego.metadata.chain()[1].annotations

scan := input.evidence.vulnerabilityScan

digest := input.candidate.digest

severities := lib.parameter(meta, "severities")

only_fixed := lib.parameter(meta, "onlyFixed")

leeway := lib.parameter(meta, "leewayDays") * 86400

readable if {
	lib.usable(scan.document)
	scan.document.subject == digest
}

serious contains each if {
	some each in scan.vulnerabilities
	each.severity in severities
	not excused(each)
}

excused(each) if {
	only_fixed
	each.fix in {"not-fixed", "wont-fix"}
}

unrated contains each.id if {
	not "unknown" in severities
	some each in scan.vulnerabilities
	each.severity == "unknown"
}

report contains lib.unjudged(meta, "vulnerability scan", digest, scan.document, [$"scan {scan.document.state}"]) if {
	not lib.usable(scan.document)
}

report contains lib.finding(meta, "cant-tell", digest, message, ["scan for another digest"]) if {
	lib.usable(scan.document)
	not readable
	message := $"The vulnerability scan is of {object.get(scan.document, "subject", "no digest")}; wanted is one of {digest}."
}

report contains lib.finding(meta, "deny", subject(each), message, [subject(each)]) if {
	readable
	some each in serious
	not in_leeway(each)
	message := $"{each.id} ({each.severity}) is in {each.packageName} {each.version}; {fix_words(each)}. Wanted is no vulnerability of severity {lib.either(severities)}{wanted_fix}."
}

report contains lib.finding(meta, "warn", subject(each), message, [subject(each)]) if {
	readable
	some each in serious
	in_leeway(each)
	message := $"{each.id} ({each.severity}) is in {each.packageName} {each.version}; {fix_words(each)}. It blocks from {lib.utc(each.knownSince + leeway)}."
}

report contains lib.finding(meta, "warn", digest, message, ["severity unknown"]) if {
	readable
	count(unrated) > 0
	message := $"The scan doesn't know the severity of {lib.listed(unrated)}."
}

report contains lib.finding(meta, "fine", digest, message, []) if {
	readable
	is_number(leeway)
	is_boolean(only_fixed)
	count(serious) == 0
	count(unrated) == 0
	message := $"None of {lib.counted(count(scan.vulnerabilities), "match", "matches")} blocks; wanted is no vulnerability of severity {lib.either(severities)}{wanted_fix}{lib.note(scan.document)}."
}

in_leeway(each) if each.knownSince + leeway > input.now

subject(each) := $"{each.id} in {each.packageName} {each.version}"

fix_words(each) := $"fixed in {lib.either(each.fixedIn)}" if count(each.fixedIn) > 0

fix_words(each) := "there is a fix" if {
	count(each.fixedIn) == 0
	each.fix == "fixed"
}

fix_words(each) := "whether there is a fix isn't known" if {
	count(each.fixedIn) == 0
	each.fix == "unknown"
}

fix_words(each) := "there is no fix yet" if {
	count(each.fixedIn) == 0
	each.fix in {"not-fixed", "wont-fix"}
}

wanted_fix := " that may have a fix" if only_fixed

wanted_fix := ", with or without a fix" if only_fixed == false
