package pages

import (
	"fmt"
	"time"
)

// timerLayout is how a timer's instant stands in a page.
const timerLayout = time.RFC3339

// clockText writes seconds as "3:48".
func clockText(seconds int) string { return fmt.Sprintf("%d:%02d", seconds/60, seconds%60) }

func secondsOf(n int) time.Duration { return time.Duration(n) * time.Second }

// at is when the entry was recorded.
func (e Entry) at() time.Time {
	if e.Decision != nil {
		return e.Decision.CreatedAt
	}
	return e.Item.CreatedAt
}
