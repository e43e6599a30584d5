// Package sse writes streams of server-sent events.
package sse

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// writeTime is how long a reader may take for one event: who has gone silent
// must not keep a goroutine.
const writeTime = 15 * time.Second

// Event is one event of a stream.
type Event struct {
	ID   int64  // of the Last-Event-ID a reader resumes with
	Name string // "" is a message
	Data string // may have several lines
}

// Stream is an answer that goes on.
type Stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

// Open begins the answer. The server's limits for reading and writing a whole
// request no longer hold for it.
func Open(w http.ResponseWriter) *Stream {
	s := &Stream{w: w, control: http.NewResponseController(w)}
	_ = s.control.SetReadDeadline(time.Time{}) // a test's recorder has none
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would hold events back
	w.WriteHeader(http.StatusOK)
	return s
}

// Send writes an event and does not wait for more.
func (s *Stream) Send(e Event) error {
	var b strings.Builder
	b.WriteString("id: " + strconv.FormatInt(e.ID, 10) + "\n")
	if e.Name != "" {
		b.WriteString("event: " + e.Name + "\n")
	}
	for line := range strings.SplitSeq(breaks.Replace(e.Data), "\n") {
		b.WriteString("data: " + line + "\n")
	}
	b.WriteString("\n")
	return s.write(b.String())
}

// Beat writes a comment, so that proxies see that the stream lives and the
// server notices a reader who is gone.
func (s *Stream) Beat() error { return s.write(": beat\n\n") }

var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n") // each would end the line

func (s *Stream) write(text string) error {
	_ = s.control.SetWriteDeadline(time.Now().Add(writeTime)) //nolint:forbidigo // the connection's own clock
	if _, err := s.w.Write([]byte(text)); err != nil {
		return err
	}
	return s.control.Flush()
}
