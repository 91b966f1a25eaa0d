# METADATA
# title: A recent vulnerability scan names this digest
# description: |
#   There is a scan of the candidate's digest, and it isn't too old. Its age counts from the oldest of the report, the
#   vulnerability database it rests on, and the time a desk first saw it. A date in the future can't be judged.
# custom:
#   id: vuln.scan_recent_for_digest
#   controls:
#     - SSDF 1.1 RV.1.1
#     - NIST SP 800-53 r5 RA-5
#     - PCI DSS 4.0.1 6.3.1
#     - PCI DSS 4.0.1 11.3.1
#     - SOC 2 CC7.1
#   remedy: Scan this digest again with a fresh database and attach the report.
#   remedy_cant_tell: Scan this digest with a fresh database (grype) and attach the report (cosign attest) by a key that the workspace trusts for vulnerability-scan; docs/evidence.md has the lines.
#   depends: [time]
#   parameters:
#     - name: maxAge
#       type: integer
#       default: 604800
#       meaning: Oldest age in seconds, where the environment's evidence.maxAge names none for vulnerability-scan
package drawbridge.rules.vuln_scan_recent_for_digest

import data.drawbridge.lib

meta := rego.metadata.chain()[1].annotations

scan := input.evidence.vulnerabilityScan.document

digest := input.candidate.digest

limit := object.get(input.environment.maxAge, "vulnerability-scan", lib.parameter(meta, "maxAge"))

for_digest if {
	lib.usable(scan)
	scan.subject == digest
}

age := input.now - lib.oldest(scan)

report contains lib.unjudged(meta, "vulnerability scan", digest, scan, [$"scan {scan.state}"]) if not lib.usable(scan)

report contains lib.finding(meta, "cant-tell", digest, message, ["scan for another digest"]) if {
	lib.usable(scan)
	not for_digest
	message := $"The vulnerability scan is of {object.get(scan, "subject", "no digest")}; wanted is one of {digest}."
}

report contains lib.finding(meta, "cant-tell", digest, message, ["scan undated"]) if {
	for_digest
	not scan.made
	message := "The vulnerability scan doesn't say when it was made."
}

report contains lib.finding(meta, "cant-tell", digest, message, []) if {
	for_digest
	is_number(scan.made)
	lib.from_future(scan)
	message := $"The vulnerability scan carries the date {lib.utc(lib.newest(scan))}, and now is {lib.utc(input.now)}: a date in the future can't be judged."
}

report contains lib.finding(meta, "cant-tell", digest, message, []) if {
	for_digest
	not lib.from_future(scan)
	age > limit
	message := $"The vulnerability scan or its database is {lib.span(age)} old ({lib.utc(lib.oldest(scan))}); wanted is at most {lib.span(limit)}."
}

report contains lib.finding(meta, "fine", digest, message, []) if {
	for_digest
	not lib.from_future(scan)
	age <= limit
	message := $"The vulnerability scan is of this digest and from {lib.utc(lib.oldest(scan))}; wanted is at most {lib.span(limit)} of age{lib.note(scan)}."
}
