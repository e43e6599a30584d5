package app

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"accord/internal/accord"
)

// The cost of a password: 19 MiB and two passes, as OWASP asks of argon2id.
const (
	argonMemory = 19 * 1024 // KiB
	argonPasses = 2
	argonSalt   = 16 // bytes
	argonKey    = 32 // bytes
)

// hasher hashes passwords, at most two at once: each takes 19 MiB, and a crowd
// at the door must not take the memory of those inside.
type hasher struct{ slots chan struct{} }

func newHasher() *hasher { return &hasher{slots: make(chan struct{}, 2)} }

// hash makes the PHC string of a password.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, argonSalt)
	_, _ = rand.Read(salt)
	key, err := h.key(ctx, password, salt)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, argonMemory, argonPasses, b64(salt), b64(key)), nil
}

// verify says whether the password made the PHC string. An empty or strange
// string takes as long and is never right, so that time tells nothing about
// who exists.
func (h *hasher) verify(ctx context.Context, password, phc string) (bool, error) {
	salt, want := make([]byte, argonSalt), []byte(nil)
	parts := strings.Split(phc, "$")
	if len(parts) == 6 && parts[1] == "argon2id" && parts[3] == fmt.Sprintf("m=%d,t=%d,p=1", argonMemory, argonPasses) {
		if s, err := base64.RawStdEncoding.DecodeString(parts[4]); err == nil {
			salt = s
			want, _ = base64.RawStdEncoding.DecodeString(parts[5])
		}
	}
	got, err := h.key(ctx, password, salt)
	if err != nil {
		return false, err
	}
	return len(want) == argonKey && subtle.ConstantTimeCompare(got, want) == 1, nil
}

func (h *hasher) key(ctx context.Context, password string, salt []byte) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(password), salt, argonPasses, argonMemory, 1, argonKey), nil
}

// Bounds of a password, in characters.
const (
	passwordMin = 10
	passwordMax = 200
)

// checkPassword refuses what is too short, endless, or the address itself.
func checkPassword(v *accord.Validation, password, email string) {
	n := utf8.RuneCountInString(password)
	v.Check(n >= passwordMin, "password", "Choose at least %d characters.", passwordMin)
	v.Check(n <= passwordMax, "password", "Choose at most %d characters.", passwordMax)
	v.Check(email == "" || !strings.EqualFold(password, email), "password", "Choose something else than the address.")
}

// newSecret makes a secret of 256 bits to be shown once, and the hash that is
// stored of it.
func newSecret(prefix string) (secret, hash string) {
	b := make([]byte, 32)
	_, _ = rand.Read(b)
	secret = prefix + base64.RawURLEncoding.EncodeToString(b)
	return secret, hashSecret(secret)
}

// hashSecret is how secrets of 256 bits are stored: they need no salt.
func hashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
