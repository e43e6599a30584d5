package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"accord/internal/accord"
)

// ErasePerson takes the names and addresses a person has and had out of
// everything where they stand as text, and puts the pseudonym there (P9). What
// somebody else was told or agreed to stays, without the name; what only the
// person had goes: their ways in, their comments on invitations, their side of a
// sit-down that was never revealed, an invitation to a diagnostic they did not
// answer. Whoever has an old text open is told when they save it; by makes the
// new version of the charter.
func (s *Store) ErasePerson(ctx context.Context, was accord.Person, pseudonym, by string, now time.Time) error {
	p, err := s.erased(ctx, was)
	if err != nil {
		return err
	}
	e := accord.Erasing(p, pseudonym)
	for _, step := range []func() error{
		func() error { return s.forgetOwn(ctx, p) },
		func() error { return s.eraseAnswers(ctx, e, was.ID) },
		func() error { return s.eraseCharter(ctx, e, by, now) },
		func() error { return s.eraseWords(ctx, e, p) },
		func() error { return s.eraseFromMinutes(ctx, e, p) },
		func() error { return s.dropFormerly(ctx, was.ID) },
	} {
		if err := step(); err != nil {
			return fmt.Errorf("erase: %w", err)
		}
	}
	return nil
}

// erased gathers what a person is and was called, and how everybody else is and
// was. An address somebody else has now is theirs.
func (s *Store) erased(ctx context.Context, was accord.Person) (accord.Erased, error) {
	p := accord.Erased{PersonID: was.ID}
	people, err := s.People(ctx)
	if err != nil {
		return p, err
	}
	theirs := map[string]bool{"": true}
	for _, other := range people {
		if other.ID != was.ID {
			p.Others = append(p.Others, other.Name)
			theirs[other.Email] = true
		}
	}
	changes, err := s.formerly(ctx)
	if err != nil {
		return p, err
	}
	for _, c := range append(changes, personChange{subject: was.ID, Formerly: accord.Formerly{Name: was.Name, Email: was.Email}}) {
		switch {
		case c.subject != was.ID:
			p.Others = append(p.Others, c.Formerly.Name)
			continue
		case c.Formerly.Name != "" && !slices.Contains(p.Names, c.Formerly.Name):
			p.Names = append(p.Names, c.Formerly.Name)
		}
		if !theirs[c.Formerly.Email] {
			p.Addresses = append(p.Addresses, c.Formerly.Email)
			theirs[c.Formerly.Email] = true // once
		}
	}
	return p, nil
}

// personChange is what a change of somebody keeps of them as they were.
type personChange struct {
	seq      int64
	subject  string
	Was      *accord.PersonPlace `json:"was,omitempty"`
	Formerly accord.Formerly     `json:"formerly"`
}

// formerly reads what everybody was called before.
func (s *Store) formerly(ctx context.Context) ([]personChange, error) {
	events, err := s.PeopleChanged(ctx, time.Time{})
	var changes []personChange
	for _, e := range events {
		c := personChange{seq: e.Seq, subject: e.SubjectID}
		if err := json.Unmarshal([]byte(e.Data), &c); err != nil {
			return nil, fmt.Errorf("read %s: %w", e.Kind, err)
		}
		if c.Formerly != (accord.Formerly{}) {
			changes = append(changes, c)
		}
	}
	return changes, err
}

// dropFormerly forgets what the person was called before, once it is erased.
func (s *Store) dropFormerly(ctx context.Context, personID string) error {
	changes, err := s.formerly(ctx)
	for _, c := range changes {
		if c.subject != personID {
			continue
		}
		c.Formerly = accord.Formerly{}
		data, err := json.Marshal(c)
		if err != nil {
			return fmt.Errorf("write change: %w", err)
		}
		_, err = s.exec(ctx, "UPDATE events SET data = :data WHERE workspace_id = :workspace AND seq = :seq", map[string]any{"data": string(data), "seq": c.seq})
		if err != nil {
			return domainError(err, "event")
		}
	}
	return err
}

// forgetOwn deletes what only the person had.
func (s *Store) forgetOwn(ctx context.Context, p accord.Erased) error {
	params := map[string]any{"person": p.PersonID, "addresses": p.Addresses}
	list := []string{
		`UPDATE deliveries SET recipient = '', payload = '{}', last_error = '' WHERE workspace_id = :workspace AND person_id = @person`,
		`UPDATE meeting_people SET reply_comment = '' WHERE workspace_id = :workspace AND person_id = @person`,
		`UPDATE series_replies SET comment = '' WHERE workspace_id = :workspace AND person_id = @person`,
		`DELETE FROM diagnostic_people WHERE workspace_id = :workspace AND person_id = @person AND NOT answered`,
	}
	for _, table := range []string{"credentials", "links", "tokens", "feeds", "idempotency_keys", "mail_optouts"} {
		list = append(list, `DELETE FROM `+table+` WHERE workspace_id = :workspace AND person_id = @person`)
	}
	for _, side := range []string{"sales", "marketing"} {
		for _, table := range []string{"sit_down_priorities", "sit_down_answers"} {
			list = append(list, `DELETE FROM `+table+` WHERE workspace_id = :workspace AND side = '`+side+`'
AND sit_down_id IN (SELECT id FROM sit_downs WHERE workspace_id = :workspace AND `+side+`_id = @person AND revealed_at IS NULL)`)
		}
	}
	if len(p.Addresses) > 0 {
		list = append(list, `UPDATE deliveries SET recipient = '' WHERE workspace_id = :workspace AND recipient IN (@addresses)`,
			`DELETE FROM suppressed_addresses WHERE workspace_id = :workspace AND address IN (@addresses)`)
	}
	for _, sql := range list {
		if _, err := s.exec(ctx, sql, params); err != nil {
			return domainError(err, "person")
		}
	}
	return nil
}

// eraseAnswers forgets the answers kept for a repeat that name the person.
func (s *Store) eraseAnswers(ctx context.Context, e accord.Eraser, personID string) error {
	keys, err := rowsOf[accord.IdempotencyKey](s.db).Where("status > 0").Find(ctx)
	for _, k := range keys {
		if body := string(k.Body); !strings.Contains(body, personID) && e.JSON(body) == body {
			continue
		}
		_, err := s.exec(ctx, `DELETE FROM idempotency_keys
WHERE workspace_id = :workspace AND person_id = :person AND operation = :operation AND key = :key`,
			map[string]any{"person": k.PersonID, "operation": k.Operation, "key": k.Key})
		if err != nil {
			return domainError(err, "key")
		}
	}
	return domainError(err, "key")
}

// eraseCharter begins a new version of the charter where the newest names the
// person: its number is what a form is held against.
func (s *Store) eraseCharter(ctx context.Context, e accord.Eraser, by string, now time.Time) error {
	v, err := s.CharterVersion(ctx, now)
	if accord.CodeOf(err) == accord.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	body := e.JSON(v.Body)
	if body == v.Body {
		return nil
	}
	return s.CreateCharterVersion(ctx, &accord.CharterVersion{ID: NewID(), Number: v.Number + 1, Body: body, CreatedBy: by, CreatedAt: now})
}

// eraseFromMinutes goes by the person's id where the minutes have one, so that
// namesakes keep their name.
func (s *Store) eraseFromMinutes(ctx context.Context, e accord.Eraser, p accord.Erased) error {
	decided, err := s.decidedBy(ctx, p.PersonID)
	if err != nil {
		return err
	}
	var versions []accord.MinutesVersion
	condition, params := naming("v.body", append([]string{p.PersonID}, p.Names...), p.Addresses)
	err = s.raw(ctx, `SELECT v.* FROM minutes_versions v WHERE v.workspace_id = :workspace AND `+condition, params).Scan(&versions)
	for _, v := range versions {
		var m accord.Minutes
		if err := json.Unmarshal([]byte(v.Body), &m); err != nil {
			return fmt.Errorf("read minutes: %w", err)
		}
		body, err := json.Marshal(m.Erase(e, decided))
		if err != nil {
			return fmt.Errorf("write minutes: %w", err)
		}
		_, err = s.exec(ctx, `UPDATE minutes_versions SET body = :body WHERE workspace_id = :workspace AND meeting_id = :meeting AND number = :number`,
			map[string]any{"body": string(body), "meeting": v.MeetingID, "number": v.Number})
		if err != nil {
			return domainError(err, "minutes")
		}
	}
	return domainError(err, "minutes")
}

// decidedBy are the ids of what a person decided.
func (s *Store) decidedBy(ctx context.Context, personID string) (map[string]bool, error) {
	list, err := rowsOf[accord.DecisionPerson](s.db).Where("person_id = ?", personID).Find(ctx)
	ids := make(map[string]bool, len(list))
	for _, d := range list {
		ids[d.DecisionID] = true
	}
	return ids, domainError(err, "decision")
}
