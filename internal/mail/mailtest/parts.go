package mailtest

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
)

// Part is a mail or one part of it, as its reader has it.
type Part struct {
	Header mail.Header
	Media  string // "text/plain"
	Params map[string]string
	Body   []byte // decoded; none of what has parts
}

// Parts reads a mail: the whole of it first, then its parts in their order.
func Parts(raw []byte) ([]Part, error) {
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("read mail: %w", err)
	}
	return parts(nil, m.Header, m.Body)
}

func parts(list []Part, header mail.Header, r io.Reader) ([]Part, error) {
	p := Part{Header: header}
	var err error
	if p.Media, p.Params, err = mime.ParseMediaType(header.Get("Content-Type")); err != nil {
		return list, fmt.Errorf("read Content-Type %q: %w", header.Get("Content-Type"), err)
	}
	if strings.HasPrefix(p.Media, "multipart/") {
		list = append(list, p)
		for inside := multipart.NewReader(r, p.Params["boundary"]); ; {
			next, err := inside.NextRawPart()
			if errors.Is(err, io.EOF) {
				return list, nil
			}
			if err != nil {
				return list, err
			}
			if list, err = parts(list, mail.Header(next.Header), next); err != nil {
				return list, err
			}
		}
	}
	switch strings.ToLower(header.Get("Content-Transfer-Encoding")) {
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, r)
	case "quoted-printable":
		r = quotedprintable.NewReader(r)
	}
	p.Body, err = io.ReadAll(r)
	return append(list, p), err
}
