# METADATA
# title: The unit tests passed
# description: |
#   A test report for the candidate's digest shows enough tests passed, none failed and none skipped. Where the environment's
#   evidence.maxAge names an age for test, an older report can't be judged on.
# custom:
#   id: test.unit_passed
#   controls:
#     - SSDF 1.1 PW.8.2
#     - NIST SP 800-53 r5 SA-11
#     - NIST SP 800-53 r5 CM-3(2)
#     - PCI DSS 4.0.1 6.5.1
#     - SOC 2 CC8.1
#   remedy: Mend the tests, build anew, and attach the new digest's report.
#   remedy_cant_tell: Attach the JUnit report of this digest (junit-predicate, then cosign attest) by a key that the workspace trusts for test; docs/evidence.md has the lines.
#   depends: [time]
#   parameters:
#     - name: minimum
#       type: integer
#       default: 1
#       meaning: How many tests must have passed
#     - name: maxSkipped
#       type: integer
#       default: 0
#       meaning: How many tests may have been skipped
package drawbridge.rules.test_unit_passed

import data.drawbridge.lib

meta := rego.metadata.chain()[1].annotations

tests := input.evidence.test

digest := input.candidate.digest

minimum := lib.parameter(meta, "minimum")

max_skipped := lib.parameter(meta, "maxSkipped")

passed := ((tests.total - tests.failed) - tests.errors) - tests.skipped

readable if {
	lib.usable(tests.document)
	tests.document.subject == digest
}

limited := input.environment.maxAge.test

stale if input.now - lib.oldest(tests.document) > limited

stale if {
	is_number(limited)
	not tests.document.made
}

problems contains $"{lib.counted(tests.failed + tests.errors, "test", "tests")} failed ({lib.listed(tests.failedTests)}); wanted is none" if tests.failed + tests.errors > 0

problems contains $"{lib.counted(tests.skipped, "test was", "tests were")} skipped; wanted is at most {max_skipped}" if tests.skipped > max_skipped

problems contains $"{lib.counted(passed, "test", "tests")} passed; wanted is at least {minimum}" if passed < minimum

report contains lib.unjudged(meta, "test report", digest, tests.document, [$"test report {tests.document.state}"]) if {
	not lib.usable(tests.document)
}

report contains lib.finding(meta, "cant-tell", digest, message, ["test report for another digest"]) if {
	lib.usable(tests.document)
	not readable
	message := $"The test report is for {object.get(tests.document, "subject", "no digest")}; wanted is one for {digest}."
}

report contains lib.finding(meta, "deny", digest, message, problems) if {
	readable
	count(problems) > 0
	message := $"{concat("; ", sort(problems))}."
}

report contains lib.finding(meta, "cant-tell", digest, message, []) if {
	readable
	count(problems) == 0
	lib.from_future(tests.document)
	message := $"The test report carries the date {lib.utc(lib.newest(tests.document))}, and now is {lib.utc(input.now)}: a date in the future can't be judged."
}

report contains lib.finding(meta, "cant-tell", digest, message, []) if {
	readable
	count(problems) == 0
	not lib.from_future(tests.document)
	stale
	message := $"The test report is of {dated(tests.document)}; wanted is at most {lib.span(limited)} of age."
}

report contains lib.finding(meta, "fine", digest, message, []) if {
	readable
	is_number(minimum)
	is_number(max_skipped)
	count(problems) == 0
	not lib.from_future(tests.document)
	not stale
	message := $"{lib.counted(passed, "test", "tests")} passed, none failed, {tests.skipped} skipped; wanted is at least {minimum} passed{lib.note(tests.document)}."
}

dated(document) := lib.utc(lib.oldest(document))

dated(document) := "an unknown date" if not document.made
