// Package ical turns meetings into iCalendar (RFC 5545) and scheduling messages
// (RFC 5546, iTIP), and reads both back: feeds, invitations, updates and
// cancellations out; answers, series and days in.
//
// It is pure: no clock, no database, no network. What is written depends on
// what is given alone, so the same meetings are the same bytes (feeds have an
// ETag, and readers keep items by the hash of their content); what is read is
// refused cheaply, before it is parsed, where it is too large, too deep or too
// much.
package ical
