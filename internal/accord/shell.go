package accord

// ShellCounts are the numbers that stand beside the entries of every page's
// navigation.
type ShellCounts struct {
	Overdue int // one's own running action items past their day
	Waiting int // what waits for one's word: to accept, to confirm, to agree to drop
	Live    int // meetings running now that one may see
}
