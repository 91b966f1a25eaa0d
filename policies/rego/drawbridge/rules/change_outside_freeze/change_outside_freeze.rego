# METADATA
# title: No freeze stands against it
# description: |
#   No freeze touches the time from now to the planned end of the rollout, its watch included.
# custom:
#   id: change.outside_freeze
#   controls:
#     - SSDF 1.1 PO.4.1
#     - NIST SP 800-53 r5 CM-3
#     - PCI DSS 4.0.1 6.5.1
#     - SOC 2 CC8.1
#   remedy: Wait until the freeze is over, or have it ended by its maker or by compliance.
#   remedy_cant_tell: Mend the calendar that the environment's gate.freeze names, or see with 'drawbridge connect test' why its freezes on record can't be read.
#   depends: [time]
#   parameters: []
package drawbridge.rules.change_outside_freeze

import data.drawbridge.lib

meta := rego.metadata.chain()[1].annotations

freeze := input.freeze

# The subject stays the same whether or not a freeze stands: time alone must not change an assessment.
subject := input.environment.name

planned_end := max([input.now, input.plan.plannedEnd])

touching contains window if {
	some window in freeze.windows
	window.from <= planned_end
	window.until > input.now
}

report contains lib.unjudged(meta, "freeze calendar", subject, freeze, [$"freeze calendar {freeze.state}"]) if {
	freeze.state != "read"
}

# What is known to stand against it does so also where the rest can't be read.
report contains lib.finding(meta, "deny", subject, message, []) if {
	some window in touching
	message := $"{subject} is frozen from {lib.utc(window.from)} until {lib.utc(window.until)} ({window.reason}, by {window.source}); the rollout would run until {lib.utc(planned_end)}."
}

report contains lib.finding(meta, "fine", subject, message, []) if {
	freeze.state == "read"
	count(touching) == 0
	message := $"No freeze touches the time until {lib.utc(planned_end)}; {calendar}."
}

calendar := $"the calendar is {name}" if name := freeze.calendar

calendar := "no calendar is named" if not freeze.calendar
