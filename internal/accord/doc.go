// Package accord is the domain: what Sales and Marketing hold together
// (series, meetings, agendas, decisions, action items), the rules they follow
// (S1–S6, A1–A4, P1–P10, M1–M4, X1–X4 of docs/rules.md) and the figures that
// say how well both sides do.
//
// It does no I/O and knows no clock: every rule takes the time as an argument
// and returns a new value and an error. Instants are UTC, cut to microseconds
// (see [Instant]); calendar days are [Date]; local wall-clock times, which name
// occurrences, are [LocalTime].
package accord
