package accord

import "time"

// Replied takes an answer to one meeting that somebody gave at the stamp, in
// their calendar program or before the meeting was opened. One that is older
// than what they said last is left aside: taken is false.
func (p MeetingPerson) Replied(m Meeting, response, comment string, stamp time.Time) (_ MeetingPerson, taken bool, err error) {
	for _, last := range []*time.Time{p.UpdatedAt, p.ReplyStamp} {
		if last != nil && last.After(stamp) {
			return p, false, nil
		}
	}
	next, err := p.Responded(m, response, stamp)
	if err != nil {
		return p, false, err
	}
	next.ReplyStamp, next.ReplyComment = &stamp, comment
	return next, true, nil
}

// OwnAnswer reports whether somebody answered for this very meeting, with
// whatever words: an answer to the whole series leaves it alone.
func (p MeetingPerson) OwnAnswer() bool { return p.UpdatedAt != nil }

// Follows takes over the answer to the whole series. It is no answer of its
// own: the next one to the series replaces it.
func (p MeetingPerson) Follows(r SeriesReply) MeetingPerson {
	p.Response, p.ReplyComment, p.ReplyStamp = r.Response, r.Comment, &r.Stamp
	return p
}

// Supersedes reports whether the answer counts after the one that is there: it
// is not older.
func (r SeriesReply) Supersedes(last SeriesReply) bool { return !r.Stamp.Before(last.Stamp) }

// Check refuses anything that is no answer.
func (r SeriesReply) Check() error {
	var v Validation
	v.Check(r.Response == "" || r.Response == "yes" || r.Response == "no" || r.Response == "maybe", "response", "Answer yes, no or maybe.")
	return v.Err()
}
