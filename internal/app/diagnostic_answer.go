package app

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"accord/internal/accord"
	"accord/internal/store"
)

// diagnosticSealer keeps the answers of one open round so that the database
// alone, and so a copy of it, tells neither what anybody answered nor whose an
// answer is: for both it takes the server's secret. Closing deletes the rest.
type diagnosticSealer struct {
	key    accord.DiagnosticKey
	places []byte // key of the ids
	seal   cipher.AEAD
}

func (a *App) diagnosticSealer(key accord.DiagnosticKey) diagnosticSealer {
	derive := func(what string) []byte {
		m := hmac.New(sha256.New, a.secret)
		m.Write([]byte("accord diagnostic " + what + "\n" + key.WorkspaceID + "\n" + key.DiagnosticID + "\n" + key.Salt))
		return m.Sum(nil)
	}
	block, err := aes.NewCipher(derive("seal"))
	if err != nil {
		panic(err) // a key of 32 bytes is always one
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return diagnosticSealer{key: key, places: derive("place"), seal: aead}
}

// place is the id of a person's answer.
func (s diagnosticSealer) place(personID string) string {
	m := hmac.New(sha256.New, s.places)
	m.Write([]byte(personID))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil)[:18])
}

// answer seals what a person answered; noughts are no answer. All of a round
// have one length.
func (s diagnosticSealer) answer(personID string, scores []int) accord.DiagnosticAnswer {
	place, plain := s.place(personID), make([]byte, len(scores))
	for i, score := range scores {
		plain[i] = byte(score) //nolint:gosec // 0 to 5
	}
	nonce := make([]byte, s.seal.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	sealed := s.seal.Seal(nonce, nonce, plain, []byte(place))
	return accord.DiagnosticAnswer{
		WorkspaceID: s.key.WorkspaceID, DiagnosticID: s.key.DiagnosticID, ID: place, Sealed: base64.RawURLEncoding.EncodeToString(sealed),
	}
}

// scores opens an answer; nil where there is none, or where another secret
// sealed it.
func (s diagnosticSealer) scores(a accord.DiagnosticAnswer) []int {
	sealed, err := base64.RawURLEncoding.DecodeString(a.Sealed)
	if err != nil || len(sealed) < s.seal.NonceSize() {
		return nil
	}
	plain, err := s.seal.Open(nil, sealed[:s.seal.NonceSize()], sealed[s.seal.NonceSize():], []byte(a.ID))
	if err != nil {
		return nil
	}
	scores := make([]int, len(plain))
	for i, b := range plain {
		if b == 0 {
			return nil
		}
		scores[i] = int(b)
	}
	return scores
}

// AnswerDiagnostic takes what the actor answers, by the keys of the statements,
// in place of what they answered before. Nobody can read it again, they
// themselves neither. Where nobody is left to wait for, the round closes.
func (a *App) AnswerDiagnostic(ctx context.Context, actor accord.Actor, id string, answers map[string]int) (DiagnosticDetail, error) {
	var out DiagnosticDetail
	err := a.change(ctx, actor, ActAnswerDiagnostic, func(ctx context.Context, tx *store.Store, now time.Time) error {
		d, err := a.oneDiagnostic(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		if err := d.Takes(now); err != nil {
			return err
		}
		if !d.Mine {
			return accord.Errorf(accord.CodeDenied, "A round asks the people of both sides who were here when it opened.").By("X2")
		}
		scores, err := accord.Scores(d.Statements, answers)
		if err != nil {
			return err
		}
		if err := a.keepAnswer(ctx, tx, d.Diagnostic, actor.PersonID, scores, now); err != nil {
			return err
		}
		if err := a.closeAnswered(ctx, tx, d.Diagnostic, now); err != nil {
			return err
		}
		out, err = a.afterAnswer(ctx, tx, actor, id)
		return err
	})
	return out, err
}

// keepAnswer seals and writes an answer, with an event that has neither values
// nor a name.
func (a *App) keepAnswer(ctx context.Context, tx *store.Store, d accord.Diagnostic, personID string, scores []int, now time.Time) error {
	key, err := tx.DiagnosticKey(ctx, d.ID)
	if err != nil {
		return err
	}
	if err := tx.SaveDiagnosticAnswer(ctx, a.diagnosticSealer(key).answer(personID, scores), personID); err != nil {
		return err
	}
	_, err = tx.Record(ctx, diagnosticEvent(d, "answered", accord.SystemID, now))
	return err
}

// afterAnswer is the round as whoever answered sees it; an observer sees a
// closed one no more, and gets what is true of it for everybody.
func (a *App) afterAnswer(ctx context.Context, tx *store.Store, actor accord.Actor, id string) (DiagnosticDetail, error) {
	out, err := a.oneDiagnostic(ctx, tx, actor, id)
	if accord.CodeOf(err) != accord.CodeNotFound {
		return out, err
	}
	out.Diagnostic, err = tx.Diagnostic(ctx, id)
	out.SeriesID, out.Statements = "", []accord.DiagnosticStatement{}
	return out, err
}

// DiagnosticLink is what a link in a mail opens: the questions of a round, for
// one person.
type DiagnosticLink struct {
	DiagnosticDetail
	Person    accord.Person
	Workspace accord.Workspace
}

// DiagnosticByLink loads the round a link in a mail is for. It changes nothing.
func (a *App) DiagnosticByLink(ctx context.Context, token string) (DiagnosticLink, error) {
	var page DiagnosticLink
	l, err := a.readLink(token)
	if err == nil && l.Purpose != accord.LinkDiagnostic {
		err = deadMailLink()
	}
	if err != nil {
		return page, err
	}
	if page.Person, err = a.linkReader(ctx, l); err != nil {
		return page, err
	}
	ctx = store.Within(ctx, l.WorkspaceID)
	if page.Workspace, err = a.store.Workspace(ctx); err != nil {
		return page, err
	}
	page.DiagnosticDetail, err = a.Diagnostic(ctx, linkActor(page.Person), l.SubjectID)
	if err == nil && page.Status == accord.DiagnosticOpen && !page.Mine {
		err = deadMailLink()
	}
	return page, hiddenIsDead(err)
}

// AnswerByLink answers a round as the person a link was sent to.
func (a *App) AnswerByLink(ctx context.Context, token string, answers map[string]int) (DiagnosticLink, error) {
	page, err := a.DiagnosticByLink(ctx, token)
	if err != nil {
		return page, err
	}
	d, err := a.AnswerDiagnostic(ctx, linkActor(page.Person), page.ID, answers)
	if err == nil {
		page.DiagnosticDetail = d
	}
	return page, hiddenIsDead(err)
}
