package app

import "strings"

// uidHost ends every UID. It is no setting: a UID is for life, and would not be
// if it changed with the address Accord is reached at.
const uidHost = "@accord"

// seriesUID is the UID of a series in feeds and invitations, for life: that of
// its master event. Dates that are events of their own are named by
// [ical.Series.UIDOf] from it. Each half of a split is a series of its own.
func seriesUID(id string) string { return id + uidHost }

// meetingUID is the UID of a one-time meeting in feeds and invitations, for
// life. A meeting of a series goes by the UID of its series.
func meetingUID(id string) string { return id + uidHost }

// visitUID is the UID of days with the other side, for life.
func visitUID(id string) string { return id + uidHost }

// uidID takes the id of a series or of a one-time meeting out of its UID, and
// reports whether the UID is one of ours. Programs keep a UID as it is, but some
// write it in capitals.
func uidID(uid string) (id string, ok bool) {
	return strings.CutSuffix(strings.ToLower(strings.TrimSpace(uid)), uidHost)
}
